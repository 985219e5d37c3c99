import { expect, it, vi } from 'vitest';
import { connect, refresh, startServer, userinfo } from './test-client.ts';

// In a file of its own: oidc-provider prints each of its notices only once in a process.
it('the servers print nothing while all goes well', async () => {
  const spies = [
    ...(['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method)),
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
  ];
  for (const profile of ['google', 'microsoft'] as const) {
    const server = await startServer(profile);
    const tokens = await connect(server);
    await refresh(server, tokens);
    await userinfo(server, tokens);
    await connect(server, { redirect_uri: 'http://127.0.0.1:9/other' }).catch(() => undefined);
    await server.stop();
  }
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
  }
});
