import { status } from '@grpc/grpc-js';
import { fromJson } from '../rules/values/from-fields.ts';
import { isMap, type RulesMap, type RulesValue } from '../rules/values/value.ts';
import { RpcError } from '../wire/rpc-error.ts';

/** Who calls: an administrator, for whom no rules are, or a client with what rules see as `request.auth`. */
export type Caller =
  | { readonly kind: 'administrator' }
  | { readonly kind: 'client'; readonly auth: RulesMap | null };

/** What the Admin SDKs send to an emulator, and client SDKs with rules disabled. */
const owner = 'owner';

/**
 * Reads the `authorization` metadata: `Bearer owner`, or a Firebase ID token. As in Google's emulator the token is
 * believed without a signature, because everybody who reaches the server is a developer or a test.
 *
 * @throws {RpcError} UNAUTHENTICATED for anything else
 */
export function readCaller(authorization: string | undefined): Caller {
  if (authorization === undefined || authorization === '') {
    return { kind: 'client', auth: null };
  }
  const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (token === owner) {
    return { kind: 'administrator' };
  }
  const claims = claimsOf(token);
  const uid = claims?.get('user_id') ?? claims?.get('sub');
  if (claims === undefined || typeof uid !== 'string' || uid === '') {
    throw new RpcError(status.UNAUTHENTICATED, 'The token is neither "owner" nor a Firebase ID token.');
  }
  const auth = new Map<string, RulesValue>([
    ['uid', uid],
    ['token', claims],
  ]);
  return { kind: 'client', auth };
}

function claimsOf(token: string | undefined): RulesMap | undefined {
  try {
    const claims = fromJson(
      JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8')),
    );
    return isMap(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
