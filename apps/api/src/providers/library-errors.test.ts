import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { expect, it } from 'vitest';
import { sendJson, startOddServer } from '../../test/providers/odd-server.ts';
import { createStructuredLogger } from '../lib/process-logger.ts';
import './index.ts';

/** A refresh token, and a client secret, that a library gets and must send. */
const refreshToken = `1//0g${randomBytes(40).toString('base64url')}`;
const clientSecret = `GOCSPX-${randomBytes(21).toString('base64url')}`;

const libraries: Record<string, (origin: string) => Promise<unknown>> = {
  "Google's": async (origin) => {
    const { default: oauth2 } = await import('googleapis/build/src/apis/oauth2/index.js');
    const client = new oauth2.auth.OAuth2({
      clientId: 'client',
      clientSecret,
      endpoints: { oauth2TokenUrl: `${origin}/token` },
    });
    client.setCredentials({ refresh_token: refreshToken });
    return client.refreshAccessToken();
  },
  "Microsoft's": (origin) => {
    const authority = 'https://login.example/common';
    const client = new ConfidentialClientApplication({
      auth: {
        clientId: 'client',
        clientSecret,
        authority,
        knownAuthorities: ['login.example'],
        authorityMetadata: JSON.stringify({
          issuer: `${authority}/v2.0`,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/keys`,
        }),
      },
    });
    return client.acquireTokenByRefreshToken({ refreshToken, scopes: ['openid'] });
  },
};

it.each(Object.keys(libraries))(
  "an error of %s library, with all that hangs on it, is logged without the server's and our secrets",
  async (name) => {
    // A server that repeats what it was sent, as real ones do in their descriptions.
    const { origin } = await startOddServer((response, { body }) =>
      sendJson(response, 400, {
        error: 'invalid_grant',
        error_description: `No: ${decodeURIComponent(body)}`,
      }),
    );
    const error = await libraries[name]?.(origin).then(
      () => new Error('there was no error'),
      (thrown: Error) => thrown,
    );
    expect(inspect(error, { depth: 9 })).toContain(refreshToken);

    const written: string[] = [];
    const logger = createStructuredLogger((entry) => written.push(JSON.stringify(entry)));
    logger.error(`failed: ${String(error)}`, {
      error,
      wrapped: new Error('why', { cause: error }),
      inspected: inspect(error, { depth: 9 }),
    });
    const [line = ''] = written;
    expect(line).toContain('invalid_grant');
    for (const secret of [refreshToken, clientSecret]) {
      expect(line).not.toContain(secret);
      expect(line).not.toContain(secret.slice(12, 30));
    }
  },
);
