import { encryptedValueSchema } from '@klayim/shared/schemas';
import { check } from './check.ts';
import type { JobContext } from './job-context.ts';
import { connectionOf, serverOf } from './step-helpers.ts';

/** Shows what lies in the database: ciphertext, and none of the tokens that the providers gave out. */
export async function showStoredDocuments(context: JobContext): Promise<void> {
  const { stack, say } = context;
  for (const provider of ['google_calendar', 'microsoft_calendar'] as const) {
    const path = `integrations/${connectionOf(context, provider).id}`;
    const snapshot = await stack.firestore.doc(path).get();
    const stored: unknown = snapshot.get('credentials');
    const credentials = encryptedValueSchema.safeParse(stored);
    check(credentials.success, `${path} holds no encrypted credentials.`);
    const text = JSON.stringify(snapshot.data());
    const issued = stack[serverOf[provider]].control.issuedSecrets();
    const inClear = issued.filter(({ value }) => text.includes(value)).length;
    check(inClear === 0, `${path} holds ${inClear} of the provider's secrets in clear.`);

    const { ciphertext, iv, salt, keyVersion } = credentials.data;
    say(`${path}`);
    say(`  ciphertext …${ciphertext.slice(-32)} (${Buffer.from(ciphertext, 'base64').length} bytes)`);
    say(`  iv ${iv}, salt ${salt.slice(0, 12)}…, key version ${keyVersion}`);
    say(`  none of the ${issued.length} secrets that the provider has given out is in it`);
  }
}
