import * as z from 'zod';
import { endpoint } from '../../../lib/environment-schema.ts';
import type { ServerConfig } from '../../define-authorization-server.ts';

/** Microsoft's endpoints. The defaults are the common ones of the public cloud. */
export const microsoftSettings = {
  authorizationEndpoint: endpoint.default('https://login.microsoftonline.com/common/oauth2/v2.0/authorize'),
  tokenEndpoint: endpoint.default('https://login.microsoftonline.com/common/oauth2/v2.0/token'),
  /** Tells whose an access token of Microsoft Graph is. */
  userinfoEndpoint: endpoint.default('https://graph.microsoft.com/oidc/userinfo'),
  /** `{tenantid}` stands for the tenant in the issuer of an ID token. */
  issuer: z.string().min(1).default('https://login.microsoftonline.com/{tenantid}/v2.0'),
};

/** Microsoft's application registration and endpoints. */
export type MicrosoftConfig = ServerConfig<typeof microsoftSettings>;
