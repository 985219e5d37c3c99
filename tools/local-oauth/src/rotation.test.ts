import { describe, expect, it } from 'vitest';
import { connect, refresh, startServer, userinfo } from './test-client.ts';

describe.each(['google', 'microsoft'] as const)(
  'refresh tokens of the server that stands in for %s',
  (profile) => {
    it('are replaced by each refresh', async () => {
      const server = await startServer(profile);
      const first = await connect(server);
      const second = await refresh(server, first);
      const third = await refresh(server, second.body);
      const values = [first, second.body, third.body].map((tokens) => tokens['refresh_token']);
      expect(third.status).toBe(200);
      expect(new Set(values).size).toBe(3);
      expect(third.body['scope']).toBe(first['scope']);
    });

    it('end with their whole family when a used one is replayed', async () => {
      const server = await startServer(profile);
      const first = await connect(server);
      const second = await refresh(server, first);
      expect(await refresh(server, first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await refresh(server, second.body)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      expect((await userinfo(server, second.body)).status).toBe(401);
    });

    it('live on when the family of another authorization of the same account ends', async () => {
      const server = await startServer(profile);
      const one = await connect(server);
      const other = await connect(server);
      await refresh(server, one);
      expect((await refresh(server, one)).status).toBe(400);
      expect((await refresh(server, other)).status).toBe(200);
    });

    it('serve only one of many simultaneous requests', async () => {
      const server = await startServer(profile, { latencyMs: 30 });
      const tokens = await connect(server);
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(server, tokens)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(server.control.refreshCount()).toBe(20);
      expect(server.control.refreshCount('ok')).toBe(1);
    });
  },
);
