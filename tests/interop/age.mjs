// SPDX-License-Identifier: GPL-3.0-or-later
// The other side of test_envelope.py: one verb, files by path, keys as JSON on standard input.
//
//   keys                 print { hybrid, x25519 }: identity and recipient of each
//   recipient            { identity } -> { recipient }
//   encrypt  IN OUT      { recipients } or { passphrase }
//   decrypt  IN OUT      { identity }
//   vectors  FOLDER      write the package's vectors
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as age from "age-encryption";
import * as vectors from "cctv-age";

const [verb, from, to] = process.argv.slice(2);
const asked = () => JSON.parse(readFileSync(0, "utf8"));
const tell = (answer) => process.stdout.write(JSON.stringify(answer));

async function pair(identity) {
  return { identity, recipient: await age.identityToRecipient(identity) };
}

const verbs = {
  async keys() {
    tell({
      hybrid: await pair(await age.generateHybridIdentity()),
      x25519: await pair(await age.generateX25519Identity()),
    });
  },
  async recipient() {
    tell({ recipient: await age.identityToRecipient(asked().identity) });
  },
  async encrypt() {
    const { recipients, passphrase } = asked();
    const encrypter = new age.Encrypter();
    for (const recipient of recipients ?? []) encrypter.addRecipient(recipient);
    if (passphrase) {
      encrypter.setPassphrase(passphrase);
      encrypter.setScryptWorkFactor(12);
    }
    writeFileSync(to, await encrypter.encrypt(readFileSync(from)));
  },
  async decrypt() {
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(asked().identity);
    writeFileSync(to, await decrypter.decrypt(readFileSync(from)));
  },
  async vectors() {
    for (const [name, bytes] of Object.entries(vectors)) writeFileSync(join(from, name), bytes);
  },
};

await verbs[verb]();
