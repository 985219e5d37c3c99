import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '../http/listen.ts';

/**
 * - `single`: each refresh gives a new refresh token, and an older one is refused without harm to the grant;
 * - `strict`: each refresh gives a new refresh token, and the use of an older one ends the grant;
 * - `grace`: the same, but the token before the newest is still accepted;
 * - `none`: the refresh token stays as it is, as Google's does.
 */
export type Rotation = 'single' | 'strict' | 'grace' | 'none';

/** `lost`: the request is processed, and its answer is not. */
export type TokenFault = 'unavailable' | 'misconfigured' | 'lost';

/** What one authorization gave, as the provider sees it. */
export interface Grant {
  /** Counts authorizations. */
  number: number;
  /** Every refresh token of the grant, oldest first. */
  refreshTokens: string[];
  alive: boolean;
  /** Whether an answer with a newer token did not reach the client. */
  lost: boolean;
  /** How often each refresh token gave an answer that reached the client. */
  successes: Map<string, number>;
  /** Uses of a refresh token that had been used before. */
  replays: number;
}

/** A token endpoint and a revocation endpoint, nothing else, that know exactly what they have issued. */
export interface TokenServer {
  tokenEndpoint: string;
  revocationEndpoint: string;
  /** An authorization; its first tokens. */
  issue: () => { grant: Grant; accessToken: string; refreshToken: string };
  grantOf: (refreshToken: string) => Grant | undefined;
  /** Lets the next token requests fail. */
  failNext: (count: number, fault: TokenFault) => void;
  clearFaults: () => void;
  setRotation: (rotation: Rotation) => void;
  /** Every answer is given so late, though the request is processed at once. Default: 0. */
  setAnswerDelayMs: (ms: number) => void;
  /** Holds every answer, though the request is processed at once, until what this returns is called. */
  holdAnswers: () => () => void;
  /** While it is out, each request fails and nothing is processed. */
  setOutage: (isOut: boolean) => void;
  /** When each token request came, in milliseconds since the epoch. */
  requestsAtMs: () => readonly number[];
  stop: () => Promise<void>;
}

/** Starts such a server on loopback. */
export async function startTokenServer(): Promise<TokenServer> {
  const grants = new Map<string, Grant>();
  let faults: TokenFault[] = [];
  let rotation: Rotation = 'strict';
  let authorizations = 0;
  let answerDelayMs = 0;
  let held: Promise<void> = Promise.resolve();
  let isOut = false;
  const requestsAtMs: number[] = [];
  const newToken = () => randomBytes(16).toString('hex');

  function refresh(refreshToken: string): { status: number; body: object } {
    requestsAtMs.push(Date.now());
    const fault = isOut ? 'unavailable' : faults.shift();
    if (fault === 'unavailable') {
      return { status: 500, body: { error: 'server_error' } };
    }
    if (fault === 'misconfigured') {
      return { status: 401, body: { error: 'invalid_client' } };
    }
    const grant = grants.get(refreshToken);
    if (!grant?.alive) {
      return { status: 400, body: { error: 'invalid_grant' } };
    }
    const age = grant.refreshTokens.length - 1 - grant.refreshTokens.indexOf(refreshToken);
    if (age > 0) {
      grant.replays += 1;
    }
    if (age > (rotation === 'grace' ? 1 : 0)) {
      if (rotation !== 'single') {
        grant.alive = false;
      }
      return { status: 400, body: { error: 'invalid_grant' } };
    }
    const rotated = rotation === 'none' ? undefined : newToken();
    if (rotated !== undefined) {
      grant.refreshTokens.push(rotated);
      grants.set(rotated, grant);
    }
    if (fault === 'lost') {
      grant.lost = true;
      return { status: 500, body: { error: 'server_error' } };
    }
    grant.successes.set(refreshToken, (grant.successes.get(refreshToken) ?? 0) + 1);
    const body = { access_token: newToken(), refresh_token: rotated, expires_in: 3600, token_type: 'Bearer' };
    return { status: 200, body };
  }

  /** Harsher than most: only the newest token is known, so that whoever holds an older one revokes nothing. */
  function revoke(token: string): { status: number; body: object } {
    const grant = grants.get(token);
    if (!grant?.alive || grant.refreshTokens.at(-1) !== token) {
      return { status: 400, body: { error: 'invalid_token' } };
    }
    grant.alive = false;
    return { status: 200, body: {} };
  }

  const { url, close } = await listen((request, response) => {
    async function answer(): Promise<void> {
      const form = await readForm(request);
      const { status, body } =
        request.url === '/revoke'
          ? revoke(form.get('token') ?? '')
          : refresh(form.get('refresh_token') ?? '');
      await Promise.all([delay(answerDelayMs, undefined, { ref: false }), held]);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    answer().catch(() => response.destroy());
  });

  return {
    tokenEndpoint: `${url}/token`,
    revocationEndpoint: `${url}/revoke`,
    issue() {
      authorizations += 1;
      const refreshToken = newToken();
      const grant: Grant = {
        number: authorizations,
        refreshTokens: [refreshToken],
        alive: true,
        lost: false,
        successes: new Map(),
        replays: 0,
      };
      grants.set(refreshToken, grant);
      return { grant, accessToken: newToken(), refreshToken };
    },
    grantOf: (refreshToken) => grants.get(refreshToken),
    failNext: (count, fault) => {
      faults.push(...Array.from({ length: count }, () => fault));
    },
    clearFaults: () => {
      faults = [];
    },
    setRotation: (next) => {
      rotation = next;
    },
    setAnswerDelayMs: (ms) => {
      answerDelayMs = ms;
    },
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => resolve();
    },
    setOutage: (next) => {
      isOut = next;
    },
    requestsAtMs: () => requestsAtMs,
    stop: close,
  };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return new URLSearchParams(Buffer.concat(parts).toString());
}
