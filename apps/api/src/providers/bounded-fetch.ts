import { classifyNetworkError } from './classify-failure.ts';
import { ProviderError } from './provider-error.ts';

/** Largest answer that is read, in bytes. A token answer has a few thousand. */
export const maxAnswerBytes = 1_000_000;

/** Longest pause that a Retry-After is believed, in milliseconds: one hour, as far as a refresh backs off. */
export const maxRetryAfterMs = 3_600_000;

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  body: string;
  /** From Retry-After, in milliseconds from when the answer came. */
  retryAfterMs: number | undefined;
}

/** A form to be posted. */
export interface FormPost {
  url: string;
  /** URL-encoded. */
  form: string;
  /** Besides Accept and Content-Type. */
  headers?: Readonly<Record<string, string>>;
  /** For the whole exchange, body included, in milliseconds. */
  timeoutMs: number;
}

/**
 * Posts a form once: no retries, no redirects, a timeout over everything, and an answer of limited size.
 * @returns the answer, whatever its status.
 * @throws {ProviderError} unavailable when there is no answer that can be read.
 */
export async function postForm({ url, form, headers, timeoutMs }: FormPost): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...headers,
        Accept: 'application/json',
        'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8',
      },
      body: form,
      // A redirect would carry the secrets of the form elsewhere.
      redirect: 'manual',
      signal,
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new ProviderError('unavailable', 'redirected');
    }
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
    const body = await readBounded(response);
    return { status: response.status, headers: response.headers, body, retryAfterMs };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw signal.aborted ? new ProviderError('unavailable', 'timeout') : classifyNetworkError(error);
  }
}

/**
 * Reads a Retry-After header: seconds or an HTTP date.
 * @param nowMs milliseconds since the epoch.
 * @returns milliseconds from now, from 0 to {@link maxRetryAfterMs}; undefined for anything else.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, maxRetryAfterMs);
  // Date.parse takes nearly anything, and every HTTP date of today begins with a weekday and ends in GMT.
  if (!/^[A-Z][a-z]{2}, .* GMT$/.test(text)) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return undefined;
  return Math.min(Math.max(atMs - nowMs, 0), maxRetryAfterMs);
}

async function readBounded(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) throw new ProviderError('unavailable', 'answer_too_large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
