// Verifies a file of consent receipts without asking anybody: node verify-receipts.mjs receipts.json [signer]
// It shares no code with AltaClario. The second argument is the public key you trust, as 64 hexadecimal digits.
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [path, trusted] = process.argv.slice(2);
const { signer, receipts } = JSON.parse(readFileSync(path, 'utf8'));
if (trusted !== undefined && trusted !== signer) {
  console.error('signed by another key');
  process.exit(1);
}
// RFC 8410: an Ed25519 public key is these twelve bytes and the key.
const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(signer, 'hex')]);
const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
let good = 0;
for (const { receipt, signature } of receipts) {
  if (!verify(null, Buffer.from(receipt, 'utf8'), key, Buffer.from(signature, 'hex'))) {
    console.error(`not what was signed: receipt ${good + 1}`);
    process.exit(1);
  }
  good += 1;
}
console.log(`${good} receipts verified, signed by ${signer}`);
