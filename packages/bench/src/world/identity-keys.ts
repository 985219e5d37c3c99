import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@klayim/shared/types';

/** Stands in for the place where Google publishes the keys of Firebase's ID tokens. */
export interface IdentityKeys {
  /** What the processes need that verify such tokens; see `keys-on-loopback.mjs`. */
  environment: NodeJS.ProcessEnv;
  nodeOptions: string[];
  /** An ID token of somebody in an organization, by default a member; good for an hour and really signed. */
  idTokenOf(organizationId: string, role?: Role): string;
  stop(): Promise<void>;
}

/** Publishes a new key for the ID tokens of a project. */
export async function publishIdentityKeys(projectId: string): Promise<IdentityKeys> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyId = 'bench';
  const keys = JSON.stringify({ [keyId]: publicKey.export({ type: 'spki', format: 'pem' }) });
  const server = createServer((_request, response) => {
    const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=20000' };
    response.writeHead(200, headers).end(keys);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    environment: { BENCH_KEYS_PORT: String(port) },
    nodeOptions: ['--import', new URL('./keys-on-loopback.mjs', import.meta.url).href],
    idTokenOf(organizationId, role = 'member') {
      const now = Math.floor(Date.now() / 1000);
      const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const signed = `${encode({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encode({
        iss: `https://securetoken.google.com/${projectId}`,
        aud: projectId,
        sub: 'bench-user',
        auth_time: now - 60,
        iat: now - 60,
        exp: now + 3_600,
        organizationId,
        role,
      })}`;
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
