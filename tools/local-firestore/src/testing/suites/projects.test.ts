import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocalFirestore } from '../../server/local-firestore.ts';
import { type ClientProcess, startClient } from '../client-process.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const projectIds = [randomProjectId(), randomProjectId()] as const;
let subject: Subject;
let one: ClientProcess;
let other: ClientProcess;

beforeAll(async () => {
  subject = await startSubject();
  [one, other] = await Promise.all([
    startClient(subject.host, projectIds[0]),
    startClient(subject.host, projectIds[1]),
  ]);
}, processTimeoutMs);

afterAll(async () => {
  await Promise.all([one.kill(), other.kill()]);
  await subject.stop();
});

it('keeps projects apart and clears one without the other', async () => {
  await one.run('set', 'shared/name', { from: 'one' });
  await other.run('set', 'shared/name', { from: 'other' });
  expect((await one.run('get', 'shared/name')).data).toEqual({ from: 'one' });

  const url = `http://${subject.host}/emulator/v1/projects/${projectIds[0]}/databases/(default)/documents`;
  const response = await fetch(url, { method: 'DELETE' });
  expect(response.status).toBe(200);
  expect((await one.run('get', 'shared/name')).data).toBeUndefined();
  expect((await other.run('get', 'shared/name')).data).toEqual({ from: 'other' });
});

it('answers a health check on the same port', async () => {
  const response = await fetch(`http://${subject.host}/`);
  expect(await response.text()).toMatch(/^Ok/);
});

it(
  'clears a project through its own API',
  async () => {
    await using stack = new AsyncDisposableStack();
    const server = await startLocalFirestore();
    stack.defer(() => server.stop());
    const client = await startClient(server.host, projectIds[0]);
    stack.defer(() => client.kill());
    await client.run('set', 'some/document', {});
    await server.clear(projectIds[0]);
    await server.clear('never-used');
    expect((await client.run('get', 'some/document')).data).toBeUndefined();
  },
  processTimeoutMs,
);

it('refuses a busy port with a code and a sentence', async () => {
  await using stack = new AsyncDisposableStack();
  const server = await startLocalFirestore();
  stack.defer(() => server.stop());
  await expect(startLocalFirestore({ port: server.port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: `Port ${server.port} on 127.0.0.1 is already in use.`,
  });
});

it('tells gRPC from HTTP even when the first bytes come one by one, and stops with connections open', async () => {
  const server = await startLocalFirestore();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setNoDelay(true);
  for (const character of 'PUT / HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n') {
    socket.write(character);
  }
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 404 /);
  const closed = once(socket, 'close');
  await server.stop();
  await server.stop();
  await closed;
});
