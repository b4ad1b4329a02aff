// Stands where Google stands: answers for its hosts on loopback, writes down every request, and gives out a script that
// does what Google's does as far as it is documented: it takes orders from `dataLayer`, keeps two cookies, sends hits, and
// obeys `ga-disable-…`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = `(() => {
  const id = new URL(document.currentScript.src).searchParams.get('id');
  const consent = {};
  let config = {};
  let hits = 0;
  const isOff = () => window['ga-disable-' + id] === true;
  const cookie = (name, fill) => {
    const found = document.cookie.split('; ').find((pair) => pair.startsWith(name + '='));
    if (found) return found.slice(name.length + 1);
    document.cookie = name + '=' + fill + '; path=/; domain=' + config.cookie_domain + '; max-age=' +
      (config.cookie_expires ?? 63072000) + '; ' + (config.cookie_flags ?? '');
    document.cookie = name + '=' + fill + '; path=/; max-age=' + (config.cookie_expires ?? 63072000) + '; ' + (config.cookie_flags ?? '');
    return fill;
  };
  const send = (name, given, last) => {
    if (isOff() || consent.analytics_storage !== 'granted') return;
    const client = cookie('_ga', 'GA1.1.' + Math.floor(Math.random() * 1e9) + '.1');
    cookie('_ga_' + id.replace('G-', ''), 'GS2.1.s1$o1');
    hits += 1;
    const hit = new URLSearchParams({
      v: '2', tid: id, gtm: '45je', _p: '1', gcs: 'G101', npa: '1', dma: '0', cid: client.slice(6), ul: navigator.language,
      sr: screen.width + 'x' + screen.height, pscdl: 'noapi', _s: String(hits), sid: '1', sct: '1', seg: '0',
      dl: given.page_location ?? config.page_location ?? location.href,
      dr: given.page_referrer ?? config.page_referrer ?? document.referrer,
      dt: given.page_title ?? config.page_title ?? document.title,
      en: name, _et: '1',
    });
    if (config.allow_google_signals !== false) hit.set('_gaz', '1');
    for (const [key, value] of Object.entries(given)) if (!key.startsWith('page_')) hit.set('ep.' + key, value);
    for (const key of ['user_id', 'user_properties']) if (config[key] !== undefined) hit.set('uid', config[key]);
    const to = 'https://region1.google-analytics.com/g/collect?' + hit;
    if (last) navigator.sendBeacon(to); else fetch(to, { method: 'POST', mode: 'no-cors', keepalive: true });
  };
  const obey = ([order, first, second]) => {
    if (order === 'consent') Object.assign(consent, second);
    if (order === 'config') { config = second; if (config.send_page_view !== false) send('page_view', {}); }
    if (order === 'event') send(first, second ?? {});
  };
  const layer = window.dataLayer;
  layer.splice(0).forEach(obey);
  layer.push = (order) => { obey(order); return 0; };
  addEventListener('pagehide', () => send('user_engagement', {}, true));
  addEventListener('click', () => send('click', { link_url: 'x' }), true);
})();`;

/** Listens; `seen` grows by an address for every request of a browser. */
export async function startGoogle() {
  const folder = mkdtempSync(join(tmpdir(), 'altaclario-google-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=recorder.invalid',
  ], { stdio: 'ignore' });
  const seen = [];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    seen.push(`https://${request.headers.host}${request.url}`);
    request.resume();
    if (request.url.startsWith('/gtag/js')) {
      response.writeHead(200, { 'content-type': 'text/javascript', 'cross-origin-resource-policy': 'cross-origin' }).end(SCRIPT);
    } else {
      response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  rmSync(folder, { recursive: true, force: true });
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { seen, port: server.address().port, stop };
}
