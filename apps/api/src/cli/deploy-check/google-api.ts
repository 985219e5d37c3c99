import * as z from 'zod';
import { CannotTell } from './check.ts';

/** Google's REST APIs, as far as they only read. */
export interface GoogleApi {
  /**
   * @param service such as `firestore`, for `https://firestore.googleapis.com`.
   * @param path with its version and query, without a slash before it.
   * @returns null where there is no such thing.
   * @throws {CannotTell} when the API does not answer, does not let the caller see it, or answers something else.
   */
  get: <T>(schema: z.ZodType<T>, service: string, path: string) => Promise<T | null>;
  /** As `get`, for the methods that read by POST: `:getIamPolicy` and `:testIamPermissions`. */
  query: <T>(schema: z.ZodType<T>, service: string, path: string, body: object) => Promise<T | null>;
  /** All pages of a list. */
  list: <T>(schema: z.ZodType<T>, service: string, path: string, field: string) => Promise<T[]>;
}

export interface GoogleApiDependencies {
  projectId: string;
  accessToken: string;
  /** Who pays for the calls, where the credentials do not say so themselves. */
  quotaProject: string | null;
  /** In place of `https://SERVICE.googleapis.com`: what comes after it begins with the service's name. */
  baseUrl: string | undefined;
}

/** One answer of an API that is overloaded, or a network that went away, must not hold up the whole check. */
const timeoutMs = 20_000;

const errorSchema = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().default(''),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

export function createGoogleApi(dependencies: GoogleApiDependencies): GoogleApi {
  const { projectId, accessToken, quotaProject, baseUrl } = dependencies;

  async function ask<T>(
    schema: z.ZodType<T>,
    service: string,
    path: string,
    body?: object,
  ): Promise<T | null> {
    const host = `${service}.googleapis.com`;
    const url = `${baseUrl ? `${baseUrl}/${service}` : `https://${host}`}/${path}`;
    const request = {
      method: body ? 'POST' : 'GET',
      headers: {
        Authorization: `Bearer ${accessToken}`,
        ...(body && { 'Content-Type': 'application/json' }),
        ...(quotaProject && { 'X-Goog-User-Project': quotaProject }),
      },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error' as const,
    };
    const { status, answer } = await fetchJson(url, request, host);
    if (status === 404) {
      return null;
    }
    if (status !== 200) {
      throw refusal(host, status, answer);
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      throw new CannotTell(`${host} answered something unexpected`);
    }
    return parsed.data;
  }

  function refusal(host: string, status: number, answer: unknown): CannotTell {
    const { message, details, ...error } = errorSchema.safeParse(answer).data?.error ?? {
      message: '',
      status: '',
      details: [],
    };
    if (status === 401) {
      return new CannotTell('Google does not accept the login', 'gcloud auth login');
    }
    if (details.some(({ reason }) => reason === 'SERVICE_DISABLED')) {
      const fix = `gcloud services enable ${host} --project=${projectId}`;
      return new CannotTell(`${host} is not enabled, and cannot be asked`, fix);
    }
    const said = [`${host} answered ${status}`, error.status, message.split('\n')[0]].filter(Boolean);
    return new CannotTell(said.join(' '));
  }

  return {
    get: (schema, service, path) => ask(schema, service, path),
    query: (schema, service, path, body) => ask(schema, service, path, body),
    list: async (schema, service, path, field) => {
      const page = z.object({ [field]: z.array(schema).default([]), nextPageToken: z.string().default('') });
      const items = [];
      for (let token = ''; ; ) {
        const query = token && `${path.includes('?') ? '&' : '?'}pageToken=${encodeURIComponent(token)}`;
        const answer = await ask(page, service, path + query);
        if (!answer) {
          return items;
        }
        items.push(...z.array(schema).parse(answer[field]));
        token = z.string().parse(answer['nextPageToken']);
        if (token === '') {
          return items;
        }
      }
    },
  };
}

async function fetchJson(
  url: string,
  request: RequestInit,
  host: string,
): Promise<{ status: number; answer: unknown }> {
  try {
    const response = await fetch(url, request);
    const answer: unknown = await response.json().catch(() => undefined);
    return { status: response.status, answer };
  } catch (error) {
    throw new CannotTell(`${host} cannot be reached (${reasonOf(error)}): is there a network?`, undefined, {
      cause: error,
    });
  }
}

/** `fetch` hides what the network said one error further down. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
