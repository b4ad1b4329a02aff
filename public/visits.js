// Google Analytics in its basic way: this file is on a page only after a yes. It tells Google the template of the route
// and nothing else of the address, and stops at once when the yes is taken back.
(() => {
  const own = document.currentScript;
  const { id, route, overGpc } = own.dataset;
  const off = `ga-disable-${id}`;
  // A signal that an extension or a proxy kept from the server counts all the same.
  if (navigator.globalPrivacyControl && overGpc !== 'yes') return;
  if (navigator.doNotTrack === '1') return;
  const [arrival] = performance.getEntriesByType('navigation');
  if (arrival?.responseStatus !== 200) return;

  const stop = () => { window[off] = true; };
  // Before anything else hears of the press: what follows it is not counted any more.
  addEventListener('click', (event) => {
    const answer = event.target.closest?.('form[action="/cookie-preferences"] button[name=choice]');
    if (answer && answer.value !== 'accept') stop();
  }, true);
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const asks = event.submitter?.value ?? '';
    if (new URL(form.action, location.href).pathname === '/cookie-preferences' && asks !== 'accept') stop();
  }, true);
  new BroadcastChannel('cookie-choice').addEventListener('message', stop);
  // A page that was put aside may come back after the yes was taken back.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    stop();
    location.reload();
  });

  window.dataLayer = window.dataLayer || [];
  function gtag() { window.dataLayer.push(arguments); }
  const place = location.origin + route;
  gtag('consent', 'default', {
    ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'denied',
  });
  gtag('consent', 'update', { analytics_storage: 'granted' });
  gtag('set', 'ads_data_redaction', true);
  gtag('js', new Date());
  gtag('config', id, {
    send_page_view: false,
    allow_google_signals: false,
    allow_ad_personalization_signals: false,
    page_location: place,
    page_referrer: '',
    page_title: '',
    cookie_domain: location.hostname,
    cookie_expires: 180 * 24 * 60 * 60,
    cookie_flags: 'SameSite=Lax;Secure',
  });
  gtag('event', 'page_view', { page_location: place, page_referrer: '', page_title: '' });
  const script = document.createElement('script');
  script.async = true;
  script.src = `https://www.googletagmanager.com/gtag/js?id=${encodeURIComponent(id)}`;
  document.head.append(script);
})();
