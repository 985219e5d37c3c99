import { setTimeout as delay } from 'node:timers/promises';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { LocalAccount } from './accounts.ts';
import type { GrantLifetimeFields } from './control.ts';
import { answerWithFault, type FaultPlan } from './faults.ts';
import { readBody } from './http.ts';
import type { ProviderProfile, TokenAnswer } from './provider-profile.ts';
import type { RequestLog } from './request-log.ts';

/** What surrounds the real token endpoint. */
export interface TokenEndpointInput {
  readonly provider: Provider;
  readonly profile: ProviderProfile;
  readonly accounts: readonly LocalAccount[];
  readonly faults: FaultPlan;
  readonly requestLog: RequestLog;
  /** Asked for each request. */
  readonly latencyMs: () => number;
  /** Asked for each answer. */
  readonly grantLifetime: () => GrantLifetimeFields;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
}

/** Wraps the token endpoint with latency, planned faults, the provider's answer shape and the requestLog. */
export function installTokenEndpoint(input: TokenEndpointInput): void {
  const { provider, profile, accounts, faults, requestLog } = input;

  provider.use(async (ctx, next) => {
    if (ctx.path !== profile.paths.token || ctx.method !== 'POST') {
      return next();
    }
    const at = new Date().toISOString();
    const planned = faults.take();
    await delay(input.latencyMs(), undefined, { signal: input.stopping });

    if (planned !== undefined && !planned.afterProcessing) {
      const grantType = new URLSearchParams(await readBody(ctx.req)).get('grant_type');
      requestLog.recordTokenRequest({
        at,
        grantType,
        outcome: String(planned.answer?.body['error'] ?? planned.fault),
        account: null,
        fault: planned.fault,
      });
      ctx.respond = false;
      return answerWithFault(ctx.res, planned);
    }

    await next();
    const processed = ctx as unknown as KoaContextWithOIDC;
    const accountId = processed.oidc.entities.Account?.accountId;
    const account = accounts.find((candidate) => candidate.id === accountId);
    const answer = asAnswer(ctx.body);
    if (ctx.status === 200 && account !== undefined) {
      ctx.body = { ...profile.shapeTokenAnswer(answer, account), ...input.grantLifetime() };
      for (const kind of ['access_token', 'refresh_token', 'id_token'] as const) {
        requestLog.recordSecret(kind, answer[kind]);
      }
    }
    const grantType = processed.oidc.params?.['grant_type'];
    requestLog.recordTokenRequest({
      at,
      grantType: typeof grantType === 'string' ? grantType : null,
      outcome: ctx.status === 200 ? 'ok' : String(answer['error']),
      account: account?.email ?? null,
      fault: planned?.fault ?? null,
    });
    if (planned !== undefined) {
      ctx.respond = false;
      answerWithFault(ctx.res, planned, ctx.body);
    }
  });
}

function asAnswer(body: unknown): TokenAnswer {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
