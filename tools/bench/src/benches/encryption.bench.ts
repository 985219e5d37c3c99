import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { decrypt, encrypt } from '@klayim/api/lib/encryption';
import { readKeyring } from '@klayim/api/lib/keyring';
import { Bench as Tinybench } from 'tinybench';
import type { Bench } from '../bench-context.ts';
import { sampleCredentials } from '../fixtures/sample-credentials.ts';
import { interleave } from '../harness/interleave.ts';

const algorithm = 'aes-256-gcm';
const context = { organizationId: 'northwind', recordId: 'i0123456789', field: 'credentials' };

/** What encrypting and decrypting a stored credential costs, against the cipher alone and against a slow hash. */
export const encryptionBench: Bench = {
  name: 'encryption',
  async run({ sizes }) {
    const { rounds, sliceMs } = sizes.encryption;
    const credentials = JSON.stringify(sampleCredentials());
    const secret = randomBytes(32);
    const cachedKey = createSecretKey(secret);
    const keyring = readKeyring({ ENCRYPTION_KEY: secret.toString('base64') });
    const perSecond = (task: () => void) => () => callsPerSecond(task, sliceMs);

    const samples = await interleave(rounds, {
      floor: perSecond(() => cipherAlone(credentials, cachedKey)),
      ours: perSecond(() => {
        decrypt(encrypt(credentials, keyring, context), keyring, context);
      }),
      scrypt: perSecond(() => scryptOfEachRecord(credentials, secret)),
    });
    const ours = { label: 'encrypt and decrypt', samples: samples.ours };
    return {
      figures: [
        {
          id: 'encryption',
          title: 'Encrypt and decrypt a 2 KB credential',
          unit: '1/s',
          ours,
          floor: { label: 'AES-256-GCM of node:crypto with a cached key', samples: samples.floor },
          goal: { bound: 'at least', value: 0.4 },
        },
        {
          id: 'encryption-scrypt',
          title: 'The same, against scrypt for each record',
          unit: '1/s',
          ours,
          floor: { label: 'a key by scrypt for each record, twice', samples: samples.scrypt },
          goal: { bound: 'at least', value: 1_000 },
        },
      ],
    };
  },
};

async function callsPerSecond(task: () => void, sliceMs: number): Promise<number> {
  const bench = new Tinybench({ time: sliceMs, iterations: 1, warmup: false });
  bench.add('task', task);
  await bench.run();
  const result = bench.getTask('task')?.result;
  if (!result || !('latency' in result)) {
    throw new Error('tinybench gave no result');
  }
  return 1000 / result.latency.mean;
}

/** The floor: what the cipher itself does, with a fresh IV and a checked tag. */
function cipherAlone(plaintext: string, key: KeyObject): void {
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  const decipher = createDecipheriv(algorithm, key, iv);
  decipher.setAuthTag(cipher.getAuthTag());
  Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}

/** The design that was planned at first: a password, a salt for each record, and scrypt at its usual cost. */
function scryptOfEachRecord(plaintext: string, password: Buffer): void {
  const salt = randomBytes(32);
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, scryptSync(password, salt, 32), iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  const decipher = createDecipheriv(algorithm, scryptSync(password, salt, 32), iv);
  decipher.setAuthTag(cipher.getAuthTag());
  Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}
