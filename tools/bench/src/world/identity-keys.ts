import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Role } from '@klayim/shared/types';

/** Stands in for Google as far as ID tokens need it: their keys, and the accounts that they are checked against. */
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
  const accounts = new Map<string, object>();
  const accessToken = JSON.stringify({ access_token: 'bench', token_type: 'Bearer', expires_in: 3_600 });
  const server = createServer(async (request, response) => {
    const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=20000' };
    response.writeHead(200, headers);
    if (request.url?.endsWith('/token')) {
      response.end(accessToken);
    } else if (request.url?.includes('accounts:lookup')) {
      const { localId = [] } = (await json(request)) as { localId?: string[] };
      const users = localId.map((id) => ({
        localId: id,
        validSince: '0',
        customAttributes: JSON.stringify(accounts.get(id) ?? {}),
      }));
      response.end(JSON.stringify({ users }));
    } else {
      response.end(keys);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), 'klayim-bench-'));
  const credentialsFile = join(folder, 'service-account.json');
  await writeFile(
    credentialsFile,
    JSON.stringify({
      type: 'service_account',
      project_id: projectId,
      client_email: `bench@${projectId}.iam.gserviceaccount.com`,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    }),
  );

  return {
    environment: { BENCH_KEYS_PORT: String(port), GOOGLE_APPLICATION_CREDENTIALS: credentialsFile },
    nodeOptions: ['--import', new URL('./keys-on-loopback.mjs', import.meta.url).href],
    idTokenOf(organizationId, role = 'member') {
      const userId = `bench-${organizationId}-${role}`;
      accounts.set(userId, { organizationId, role });
      const now = Math.floor(Date.now() / 1000);
      const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const signed = `${encode({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encode({
        iss: `https://securetoken.google.com/${projectId}`,
        aud: projectId,
        sub: userId,
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
      await rm(folder, { recursive: true });
    },
  };
}
