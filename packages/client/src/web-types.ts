// Names that browsers' types have and Node's have not, taken from what both have.

/** What fetch takes for a body. */
export type FetchBody = NonNullable<RequestInit['body']>;

/** What fetch takes for credentials. */
export type FetchCredentials = NonNullable<RequestInit['credentials']>;
