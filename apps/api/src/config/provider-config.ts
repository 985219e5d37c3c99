/** Google's application registration and endpoints. */
export interface GoogleConfig {
  clientId: string;
  clientSecret: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint: string;
  /** Tells the client and the account of an access token. */
  tokenInfoEndpoint: string;
  issuer: string;
}

/** Microsoft's application registration and endpoints. */
export interface MicrosoftConfig {
  clientId: string;
  clientSecret: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  /** `{tenantid}` stands for the tenant in the issuer of an ID token. */
  issuer: string;
}
