/** One refusal of a token request. Descriptions hold what must not be repeated: names and addresses. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  /** Microsoft's AADSTS number. */
  readonly code?: number;
  /** Microsoft's. */
  readonly suberror?: string;
  /** Google's. */
  readonly subtype?: string;
}

/** The body of a refusal, in the form of the provider whose it is. */
export function bodyOf({ error, description, code, suberror, subtype }: Refusal): Record<string, unknown> {
  return {
    error,
    error_description: code === undefined ? description : describeAadsts(code, description),
    ...(code !== undefined && {
      error_codes: [code],
      timestamp: '2026-11-28 10:15:02Z',
      trace_id: '0000aaaa-11bb-cccc-dd22-eeeeee333333',
      correlation_id: 'aaaa0000-bb11-2222-33cc-444444dddddd',
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    }),
    ...(suberror !== undefined && { suberror }),
    ...(subtype !== undefined && { error_subtype: subtype }),
  };
}

function describeAadsts(code: number, description: string): string {
  return `AADSTS${code}: ${description}\r\nTrace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-11-28 10:15:02Z`;
}
