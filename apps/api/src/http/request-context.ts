import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { Caller, Operator, Person, Principal } from '../services/identity/identity.ts';
import type { RoutePages } from './browser-page.ts';

/** What is known of a request while it is served; its log line is made from this. */
export interface RequestContext {
  /** Always made here: a caller cannot choose what our logs and answers say. */
  readonly requestId: string;
  /** Pattern of the route that took the request, such as `/integrations/:id`. */
  route?: string;
  /** Who it is by the token, whether or not they may call. */
  principal?: Principal;
  /** Who was let in. */
  caller?: Caller | ((Operator | Person) & { organizationId?: never; backend?: never });
  /** Tags of the users whose signed sessions the browser has, where a route counts by them. */
  sessionTags?: readonly string[];
  /** The pages of that route, if it has any. */
  pages?: RoutePages | undefined;
  /** Code of the problem that was answered. */
  code?: ErrorCode;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();

/** The context of a request, made at the first call. */
export function contextOf(request: IncomingMessage): RequestContext {
  const known = contexts.get(request);
  if (known) {
    return known;
  }
  const context: RequestContext = { requestId: randomUUID() };
  contexts.set(request, context);
  return context;
}
