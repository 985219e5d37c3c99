import type { Readable } from 'node:stream';
import type { ApiKeyScope, AuditActor, Role } from '@klayim/shared/types';
import type { z } from 'zod';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { JsonLimits } from '../lib/json/json-limits.ts';
import type { Backend, Caller, Operator, Person } from '../services/identity/identity.ts';
import type { RoutePages } from './browser-page.ts';
import type { IfMatch } from './conditional.ts';
import type { CookieToSet } from './cookies.ts';
import type { Deprecation } from './deprecation.ts';
import type { ndjsonMediaType } from './ndjson.ts';
import type { RateLimitClass } from './rate-limit-classes.ts';
import type { RouteTag } from './route-tags.ts';

/** Methods that a route can have; HEAD comes with GET, OPTIONS with CORS. */
type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Members of an organization with one of these roles. */
export interface MemberAccess {
  readonly roles: readonly [Role, ...Role[]];
  /** The scope by which API keys may call; without one, none may. */
  readonly scope?: ApiKeyScope;
  /** Refuses backends, whatever their role. */
  readonly usersOnly?: true;
}

/**
 * Who may call: everybody, those who run the platform, people who are signed in, of an organization or of none, or members
 * of an organization.
 */
export type Access = 'public' | 'operator' | 'signedIn' | MemberAccess;

/** A caller in the audit trail. */
export type CallerActor = Extract<AuditActor, { type: 'user' | 'operator' | Backend['type'] }>;

/** The parameters of a path. A value without their form is answered as an unknown one is, with `otherwise` (a 404). */
export interface PathParameters<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly otherwise: ErrorCode;
}

/** One answer that a route can give; without a schema it has no body. */
interface ResponseDeclaration {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** The body as the documentation shows it; it must fit the schema. */
  readonly example?: unknown;
  /**
   * Media type of a body that is sent piece by piece instead of as one JSON value: the handler's `body` is then an
   * async iterable of texts or bytes. A schema beside it describes one item. Of `application/x-ndjson` with a schema the
   * handler gives the items themselves, and each is checked and becomes a line.
   */
  readonly stream?: `${string}/${string}`;
  /** Headers that belong to this answer, each with a sentence for the documentation. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answers of a route by HTTP status. Problem documents are not listed: see {@link RouteFacts.errors}. */
export type ResponseDeclarations = Readonly<Record<number, ResponseDeclaration>>;

/** A body that is not JSON: the handler gets its bytes as a stream. */
export interface Upload {
  /** In lower case, without parameters, such as `text/csv`. */
  readonly mediaTypes: readonly [string, ...string[]];
  readonly limitBytes: number;
}

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value;

/** Every answer with a schema needs an example that has its type. */
type WithExamples<Responses extends ResponseDeclarations> = {
  readonly [Status in keyof Responses]: Responses[Status] extends {
    readonly schema: infer Schema extends z.ZodType;
  }
    ? { readonly example: DeepReadonly<z.output<Schema>> }
    : unknown;
};

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
    /** The `charset` of the `Content-Type`, in lower case; absent when it names none. */
    charset: string | undefined;
    /** The `If-Match` header; absent when the request has none. */
    ifMatch: IfMatch | undefined;
    /**
     * For a keyed route whose request has an `Idempotency-Key`: the same for every sending with that key. Use it as the
     * id of what is created, and answer what is there when it is: an attempt before this one may have died unanswered.
     */
    recordId: string | undefined;
  };
}

interface ResultExtras {
  headers?: Readonly<Record<string, string>>;
  cookies?: readonly CookieToSet[];
  /** The version of what is answered, without quotes: it becomes the `ETag`. See {@link RouteFacts.etag}. */
  version?: string;
}

/** What a handler gives back: one of the declared statuses, with the body that belongs to it. */
type RouteResult<Responses extends ResponseDeclarations> = {
  [Status in keyof Responses & number]: ResultExtras & { status: Status } & BodyOf<Responses[Status]>;
}[keyof Responses & number];

type BodyOf<Declared extends ResponseDeclaration> = Declared extends {
  readonly stream: typeof ndjsonMediaType;
  readonly schema: infer Schema extends z.ZodType;
}
  ? { body: AsyncIterable<z.input<Schema>> }
  : Declared extends { readonly stream: string }
    ? { body: AsyncIterable<string | Uint8Array> }
    : Declared extends { readonly schema: infer Schema extends z.ZodType }
      ? { body: z.input<Schema> }
      : { body?: undefined };

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
  /** In camelCase and unique: the operation's name in the OpenAPI document and in clients made from it. */
  readonly operationId: string;
  /** The chapter of the documentation that it stands in. */
  readonly tag: RouteTag;
  /** One line for the documentation. */
  readonly summary: string;
  /** More for the documentation, in CommonMark. */
  readonly description?: string;
  /**
   * Codes that the handler and the services behind it may answer. What every route of its kind can answer (no token,
   * a wrong role, bad input, too many requests) is added by itself: see `errorsOf`.
   */
  readonly errors: readonly ErrorCode[];
  /** How often it may be called. */
  readonly rateLimit: RateLimitClass;
  /**
   * The class, instead of that, for browsers with a session that this service signed. They are counted by the session's
   * user, so that strangers cannot use up what they need.
   */
  readonly rateLimitOfSessions?: RateLimitClass;
  /** Of a GET that does something: HEAD and what a browser fetches ahead of a visit never reach its handler. */
  readonly hasEffect?: boolean;
  /** What people see who are sent to the route. Default: JSON for everybody. */
  readonly pages?: RoutePages;
  /** A second class that a request counts in, by its body, once that was found to be valid; null for none. */
  readonly rateLimitByBody?: (body: unknown) => RateLimitClass | null;
  /**
   * `answered`: the handler gives a `version`, which is sent as `ETag`, and a GET honours `If-None-Match`.
   * `required`: besides, a request without `If-Match` is refused (428); the handler compares, in the same transaction
   * as the change, and throws precondition_failed.
   */
  readonly etag?: 'answered' | 'required';
  /** How long anybody, shared caches included, may keep a successful answer, in seconds. Default: not at all. */
  readonly cacheSeconds?: number;
  /** Largest JSON body in bytes. Default: 1 MiB. */
  readonly bodyLimitBytes?: number;
  /** What a JSON body may hold, where it is more than usual: see `body-limits.ts`. */
  readonly jsonLimits?: Partial<JsonLimits>;
  /** Name of the body's member that is a long list: other requests get turns while its items are judged. */
  readonly longList?: string;
  /** Set when the route is to go away. */
  readonly deprecation?: Deprecation;
}

/**
 * What a second sending of the same request does, which decides whether a client may repeat it after a lost answer.
 * GET, PUT and DELETE are idempotent by their nature. A POST or PATCH says so: `harmless` leaves things as one sending
 * would; `keyed` creates something and takes an `Idempotency-Key`. The answer of a keyed route is stored: it must hold
 * no secret. `never` creates something with a secret in its answer: clients do not send it again by themselves.
 */
type Repeat<Method extends HttpMethod> = Method extends 'post' | 'patch'
  ? { readonly repeat: 'harmless' | 'keyed' | 'never' }
  : { readonly repeat?: never };

/** A route as the router and the documentation see it. */
export interface Route extends RouteFacts {
  readonly repeat?: 'harmless' | 'keyed' | 'never' | undefined;
  readonly params?: PathParameters | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | Upload | undefined;
  /** The body as the documentation shows it. */
  readonly bodyExample?: unknown;
  readonly responses: ResponseDeclarations;
  handler(
    input: RouteInput<
      unknown,
      unknown,
      unknown,
      Caller | Operator | Person | undefined,
      CallerActor | undefined
    >,
  ): Promise<AnyRouteResult>;
}

type Output<Schema> = Schema extends z.ZodType
  ? z.output<Schema>
  : Schema extends Upload
    ? Readable
    : undefined;
type ParamsOutput<Params> = Params extends PathParameters<infer Schema> ? z.output<Schema> : undefined;
type CallerOf<Who extends Access> = Who extends 'public'
  ? undefined
  : Who extends 'operator'
    ? Operator
    : Who extends 'signedIn'
      ? Person
      : Caller;
/** A person without an organization has no role, and the trail names none: what they do says who they become by it. */
type ActorOf<Who extends Access> = Who extends 'public' | 'signedIn'
  ? undefined
  : Extract<CallerActor, { type: Who extends 'operator' ? 'operator' : 'user' | Backend['type'] }>;
type BodyExample<Body> = Body extends z.ZodType
  ? { readonly bodyExample: DeepReadonly<z.input<Body>> }
  : Body extends Upload
    ? { readonly bodyExample: string }
    : { readonly bodyExample?: never };

interface RouteDeclaration<
  Method extends HttpMethod,
  Who extends Access,
  Responses extends ResponseDeclarations,
  Params,
  Query,
  Body,
> extends RouteFacts {
  readonly method: Method;
  readonly access: Who;
  readonly params?: Params;
  /** Without one, the route takes no query. */
  readonly query?: Query;
  /** Without one, the route takes no body but an empty object. Not for GET, whose body is never read. */
  readonly body?: Body;
  readonly responses: Responses & WithExamples<NoInfer<Responses>>;
  handler(
    input: RouteInput<ParamsOutput<Params>, Output<Query>, Output<Body>, CallerOf<Who>, ActorOf<Who>>,
  ): Promise<RouteResult<NoInfer<Responses>>>;
}

/**
 * Declares a route: all that is checked before and after its handler, and all that is documented of it. The handler
 * gets what the schemas give, and must answer with one of the declared statuses and its body.
 */
export function defineRoute<
  const Method extends HttpMethod,
  const Who extends Access,
  const Responses extends ResponseDeclarations,
  Params extends PathParameters | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | Upload | undefined = undefined,
>(
  declaration: RouteDeclaration<Method, Who, Responses, Params, Query, Body> &
    Repeat<NoInfer<Method>> &
    BodyExample<NoInfer<Body>>,
): Route {
  return declaration;
}
