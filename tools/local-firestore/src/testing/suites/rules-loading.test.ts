import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { doc, getDoc, setDoc } from 'firebase/firestore';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocalFirestore } from '../../server/local-firestore.ts';
import { firestoreService } from '../../wire/protocol.ts';
import { type ClientSdk, createClientSdk } from '../client-sdk.ts';
import { runCommandToEnd } from '../command-process.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const rulesFor = (condition: string) => `rules_version = '2';
service cloud.firestore { match /databases/{database}/documents {
  match /things/{id} { allow read, write: if ${condition}; } } }`;
const denied = { code: 'permission-denied' };

let folder: string;
let rulesFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-firestore-'));
  rulesFile = join(folder, 'firestore.rules');
  await writeFile(rulesFile, rulesFor("request.auth.uid == 'ada'"));
});

afterAll(() => rm(folder, { recursive: true }));

/** A server of our own and clients of one project. */
async function serve(stack: AsyncDisposableStack, options: { rulesFile?: string } = {}) {
  const server = await startLocalFirestore(options);
  stack.defer(() => server.stop());
  const clientsOf = (projectId: string): ClientSdk => {
    const sdk = createClientSdk(server, projectId);
    stack.defer(() => sdk.stop());
    return sdk;
  };
  return { server, clientsOf };
}

it('is closed to clients until rules are loaded, and each project has its own', async () => {
  await using stack = new AsyncDisposableStack();
  const { clientsOf } = await serve(stack);
  const [one, other] = [clientsOf(randomProjectId()), clientsOf(randomProjectId())];
  const [ofOne, ofOther] = [one.connect({ sub: 'ada' }), other.connect({ sub: 'ada' })];
  await expect(setDoc(doc(ofOne, 'things/a'), {})).rejects.toMatchObject(denied);
  expect((await one.loadRules(rulesFor('true'))).status).toBe(200);
  await setDoc(doc(ofOne, 'things/a'), {});
  await expect(getDoc(doc(ofOther, 'things/a'))).rejects.toMatchObject(denied);
});

it('starts with the rules of a file, which a project may replace', async () => {
  await using stack = new AsyncDisposableStack();
  const { clientsOf } = await serve(stack, { rulesFile });
  const sdk = clientsOf(randomProjectId());
  const [ada, bob] = [sdk.connect({ sub: 'ada' }), sdk.connect({ sub: 'bob' })];
  await setDoc(doc(ada, 'things/a'), {});
  await expect(getDoc(doc(bob, 'things/a'))).rejects.toMatchObject(denied);
  await sdk.loadRules(rulesFor("request.auth.uid == 'bob'"));
  expect((await getDoc(doc(bob, 'things/a'))).exists()).toBe(true);
});

it('answers a fault as the emulator does, and lists it for the command-line tools', async () => {
  await using stack = new AsyncDisposableStack();
  const { server } = await serve(stack);
  const put = async (body: unknown) => {
    const response = await fetch(`http://${server.host}/emulator/v1/projects/demo-x:securityRules`, {
      method: 'PUT',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const files = [
    { name: 'firestore.rules', content: "rules_version = '2';\nservice cloud.firestore { allow }" },
  ];
  const message = "Unexpected '}'.";
  expect(await put({ rules: { files } })).toEqual({
    status: 400,
    body: {
      error: { code: 400, message: `Error compiling rules:\nL2:33 ${message}`, status: 'INVALID_ARGUMENT' },
    },
  });
  expect(await put({ ignore_errors: true, rules: { files } })).toEqual({
    status: 200,
    body: {
      issues: [
        {
          sourcePosition: { fileName: 'firestore.rules', line: 2, column: 33 },
          description: message,
          severity: 'ERROR',
        },
      ],
    },
  });
  for (const nothing of [
    '',
    '[]',
    'null',
    {},
    { rules: { files: [] } },
    { rules: { files: [...files, ...files] } },
  ]) {
    expect(await put(nothing)).toMatchObject({ status: 400 });
  }
});

it('refuses a token that it cannot make out, on every kind of call, and goes on', async () => {
  await using stack = new AsyncDisposableStack();
  const { server, clientsOf } = await serve(stack, { rulesFile });
  const caller = new Client(server.host, credentials.createInsecure());
  stack.defer(() => caller.close());
  const metadata = new Metadata();
  metadata.set('authorization', 'Bearer nonsense');
  const database = 'projects/demo-x/databases/(default)';
  const addTarget = { targetId: 1, documents: { documents: [`${database}/documents/things/a`] } };
  for (const [rpc, message] of Object.entries({ Listen: { database, addTarget }, Write: { database } })) {
    const { path, requestSerialize, responseDeserialize } = firestoreService()[rpc] ?? expect.unreachable();
    const stream = caller.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
    stream.on('data', () => expect.unreachable());
    stream.write(message);
    const [error] = (await once(stream, 'error', {
      signal: AbortSignal.timeout(processTimeoutMs),
    })) as unknown[];
    expect(error).toMatchObject({ code: status.UNAUTHENTICATED });
  }
  const ada = clientsOf(randomProjectId()).connect({ sub: 'ada' });
  await setDoc(doc(ada, 'things/a'), {});
});

it(
  'does not start with rules that it cannot load, and says where the fault is',
  async () => {
    const broken = join(folder, 'broken.rules');
    await writeFile(broken, rulesFor('nobody()'));
    const { exitCode, stderr } = await runCommandToEnd(['--port', '0', '--rules', broken]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `Cannot use the rules in ${broken}:3:46: Invalid function name: nobody.\n`,
    });
    await expect(startLocalFirestore({ rulesFile: join(folder, 'missing') })).rejects.toMatchObject({
      code: 'rules_invalid',
    });
  },
  processTimeoutMs,
);
