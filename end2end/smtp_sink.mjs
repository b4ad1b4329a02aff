// A mail server on loopback that takes every letter, and a small page from which tests read them.
import { createServer as createWeb } from 'node:http';
import { createServer } from 'node:net';

/** Starts both; the letters are a list of { to, subject, text, html }. What else people are told can be put among them. */
export function startSmtpSink(smtpPort, readPort) {
  const letters = [];
  const smtp = createServer((socket) => converse(socket, letters));
  smtp.listen(smtpPort, '127.0.0.1');
  const web = createWeb((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(letters));
  });
  web.listen(readPort, '127.0.0.1');
  const stop = () => {
    smtp.close();
    web.close();
    web.closeAllConnections();
  };
  return { stop, put: (letter) => letters.push(letter) };
}

function converse(socket, letters) {
  let waiting = '';
  let recipients = [];
  let data = null;
  const say = (line) => socket.write(`${line}\r\n`);
  const take = (line) => {
    if (data !== null) {
      if (line !== '.') {
        data.push(line.startsWith('.') ? line.slice(1) : line);
        return;
      }
      const letter = read(data.join('\r\n'));
      for (const to of recipients) letters.push({ to, ...letter });
      data = null;
      recipients = [];
      say('250 taken');
      return;
    }
    const verb = line.split(/[ :]/)[0].toUpperCase();
    if (verb === 'EHLO') say('250-sink.example\r\n250-SMTPUTF8\r\n250 8BITMIME');
    else if (verb === 'DATA') {
      data = [];
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else {
      if (verb === 'RCPT') recipients.push(line.split(/[<>]/)[1] ?? '');
      say('250 ok');
    }
  };
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    waiting += chunk;
    const lines = waiting.split('\r\n');
    waiting = lines.pop();
    lines.forEach(take);
  });
  say('220 sink.example ready');
}

/** Reads a letter of one text and one HTML part. */
function read(raw) {
  const [head, body] = halves(raw);
  const boundary = /boundary="?([^";\r\n]+)/i.exec(head)?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map((part) => halves(part.replace(/^\r\n/, ''))) : [];
  const part = (kind) => parts.filter(([about]) => about.toLowerCase().includes(kind)).map(decoded)[0] ?? '';
  return { subject: header(head, 'subject'), text: part('text/plain'), html: part('text/html') };
}

function halves(text) {
  const at = text.indexOf('\r\n\r\n');
  return [text.slice(0, at), text.slice(at + 4)];
}

function decoded([head, body]) {
  const encoding = header(head, 'content-transfer-encoding').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quoted(body.replace(/=\r\n/g, '')) : body;
}

function header(head, name) {
  const line = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').find((it) => it.toLowerCase().startsWith(`${name}:`));
  const value = line?.slice(name.length + 1).trim() ?? '';
  return value.replace(/=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi, (_, kind, text) =>
    kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : quoted(text.replace(/_/g, ' ')));
}

function quoted(text) {
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
