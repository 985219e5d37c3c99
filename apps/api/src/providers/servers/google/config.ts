import * as z from 'zod';
import { endpoint } from '../../../lib/environment-schema.ts';
import type { ServerConfig } from '../../define-authorization-server.ts';

/** Google's endpoints. The defaults are Google's own. */
export const googleSettings = {
  authorizationEndpoint: endpoint.default('https://accounts.google.com/o/oauth2/v2/auth'),
  tokenEndpoint: endpoint.default('https://oauth2.googleapis.com/token'),
  revocationEndpoint: endpoint.default('https://oauth2.googleapis.com/revoke'),
  /** Tells the client and the account of an access token. */
  tokeninfoEndpoint: endpoint.default('https://oauth2.googleapis.com/tokeninfo'),
  issuer: z.string().min(1).default('https://accounts.google.com'),
};

/** Google's application registration and endpoints. */
export type GoogleConfig = ServerConfig<typeof googleSettings>;
