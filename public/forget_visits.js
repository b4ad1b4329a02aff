// After a yes was taken back: Google's script is told to stop, in all tabs, and its cookies are taken away on every
// domain it may have set them for. What they hold is not read.
(() => {
  const { id } = document.currentScript.dataset;
  window[`ga-disable-${id}`] = true;
  new BroadcastChannel('cookie-choice').postMessage('changed');
  const names = ['_ga', `_ga_${id.replace(/^G-/, '')}`];
  const labels = location.hostname.split('.');
  const domains = labels.map((_, at) => labels.slice(at).join('.'));
  for (const name of names) {
    const gone = `${name}=; path=/; max-age=0; samesite=lax`;
    document.cookie = gone;
    for (const domain of domains) {
      document.cookie = `${gone}; domain=${domain}`;
      document.cookie = `${gone}; domain=.${domain}`;
    }
  }
})();
