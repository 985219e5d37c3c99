import type { AuditActor, Role } from '@klayim/shared/types';
import type { z } from 'zod';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { Caller, Operator } from '../services/identity.ts';
import type { CookieToSet } from './cookies.ts';

/** Methods that a route can have; HEAD comes with GET, OPTIONS with CORS. */
type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may call: everybody, those who run the platform, or members of an organization with one of these roles. */
export type Access = 'public' | 'operator' | { readonly roles: readonly [Role, ...Role[]] };

/** A caller in the audit trail. */
export type CallerActor = Extract<AuditActor, { type: 'user' | 'operator' }>;

/** The parameters of a path. A value without their form is answered as an unknown one is, with `otherwise` (a 404). */
export interface PathParameters<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly otherwise: ErrorCode;
}

/** One answer that a route can give; without a schema it has no body. */
interface ResponseDeclaration {
  readonly description: string;
  readonly schema?: z.ZodType;
}

/** The answers of a route by HTTP status. Problem documents are not listed: every route can answer one. */
export type ResponseDeclarations = Readonly<Record<number, ResponseDeclaration>>;

/** What a handler gets: validated input, the caller, and what it may need of the request itself. */
export interface RouteInput<Params, Query, Body, Who, Actor> {
  params: Params;
  query: Query;
  body: Body;
  caller: Who;
  /** The caller as the audit trail names it: pass it to whatever changes something. */
  actor: Actor;
  request: {
    /** As in `X-Request-Id` and in the logs. */
    id: string;
    /** Where it came from; null when that is not known. */
    ipAddress: string | null;
    /** The `Cookie` header. */
    cookieHeader: string | undefined;
  };
}

interface ResultExtras {
  headers?: Readonly<Record<string, string>>;
  cookies?: readonly CookieToSet[];
}

/** What a handler gives back: one of the declared statuses, with the body that belongs to it. */
type RouteResult<Responses extends ResponseDeclarations> = {
  [Status in keyof Responses & number]: ResultExtras & { status: Status } & (Responses[Status] extends {
      readonly schema: infer Schema extends z.ZodType;
    }
      ? { body: z.input<Schema> }
      : { body?: undefined });
}[keyof Responses & number];

/** A handler's result once its declaration is out of sight. */
export interface AnyRouteResult extends ResultExtras {
  status: number;
  body?: unknown;
}

interface RouteFacts {
  readonly method: HttpMethod;
  /** In Express's form: `/integrations/:id`. */
  readonly path: string;
  readonly access: Access;
  /** One line for the documentation. */
  readonly summary: string;
}

/** A route as the router and the documentation see it. */
export interface Route extends RouteFacts {
  readonly params?: PathParameters | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  readonly responses: ResponseDeclarations;
  handler(
    input: RouteInput<unknown, unknown, unknown, Caller | Operator | undefined, CallerActor | undefined>,
  ): Promise<AnyRouteResult>;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type ParamsOutput<Params> = Params extends PathParameters<infer Schema> ? z.output<Schema> : undefined;
type CallerOf<Who extends Access> = Who extends 'public'
  ? undefined
  : Who extends 'operator'
    ? Operator
    : Caller;
type ActorOf<Who extends Access> = Who extends 'public'
  ? undefined
  : Extract<CallerActor, { type: Who extends 'operator' ? 'operator' : 'user' }>;

interface RouteDeclaration<Who extends Access, Responses extends ResponseDeclarations, Params, Query, Body>
  extends RouteFacts {
  readonly access: Who;
  readonly params?: Params;
  /** Without one, the route takes no query. */
  readonly query?: Query;
  /** Without one, the route takes no body but an empty object. Not for GET, whose body is never read. */
  readonly body?: Body;
  readonly responses: Responses;
  handler(
    input: RouteInput<ParamsOutput<Params>, Output<Query>, Output<Body>, CallerOf<Who>, ActorOf<Who>>,
  ): Promise<RouteResult<NoInfer<Responses>>>;
}

/**
 * Declares a route: all that is checked before and after its handler, and all that is documented of it. The handler
 * gets what the schemas give, and must answer with one of the declared statuses and its body.
 */
export function defineRoute<
  const Who extends Access,
  const Responses extends ResponseDeclarations,
  Params extends PathParameters | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(declaration: RouteDeclaration<Who, Responses, Params, Query, Body>): Route {
  return declaration;
}
