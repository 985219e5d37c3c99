import { roleSchema } from '@klayim/shared/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenApiDocument } from '../../src/http/openapi/openapi-document.ts';
import { minuteMs } from '../../src/lib/duration.ts';
import { allRoutes } from '../http/api-server.ts';
import { createResponseCheck } from '../http/response-check.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { useTestServices } from '../test-services.ts';
import {
  callers,
  canary,
  type FuzzAnswer,
  type FuzzFixture,
  neighbours,
  startFuzzFixture,
  tokenOf,
} from './fuzz-fixture.ts';
import { createFuzzRandom } from './fuzz-random.ts';
import {
  exampleRequest,
  type FuzzRequest,
  fuzzedRequest,
  type Operation,
  operationsOf,
} from './fuzz-request.ts';

const document = createOpenApiDocument(allRoutes(), '0.0.0');
const operations = operationsOf(document);
const guarded = operations.filter(({ access }) => access !== 'public');
const timeoutMs = 5 * minuteMs;
/** What only the inside of the service knows: stacks, and stored credentials. */
const inside = /node_modules|\.ts:\d+|refreshToken":|ciphertext/;

/** Who may call an operation, from the organization that calls in these tests. */
function tokensOf({ access }: Operation, organizationId: string = callers): string[] {
  if (access === 'signedIn') {
    return [...roleSchema.options.map((role) => tokenOf(organizationId, role)), tokenOf('', 'operator')];
  }
  if (access === 'operator') {
    return [tokenOf('', 'operator')];
  }
  return access === 'public' ? [''] : access.map((role) => tokenOf(organizationId, role));
}

/**
 * Sends every operation of the OpenAPI document requests without a token, of the wrong roles and of another organization,
 * and `perOperation` requests that are wrong in body, parameters or headers, with fixed seeds. No answer may be a fault of
 * ours, none may be one that the document does not allow, and none may hold what belongs to another organization.
 */
export function describeFuzz(perOperation: number): void {
  describe(`every operation of the OpenAPI document (${perOperation} fuzzed requests each)`, () => {
    const { firestore } = useTestFirestore();
    const stack = useTestServices(firestore);
    const check = createResponseCheck(document);
    let fixture: FuzzFixture;
    let neighboursBefore = '';
    let sent = 0;

    beforeAll(async () => {
      fixture = await startFuzzFixture(firestore, stack);
      neighboursBefore = await fixture.neighboursData();
    });
    afterAll(() => fixture.close());

    /** Sends a request and holds the answer against all that goes for every answer. */
    async function send(
      request: FuzzRequest,
      idToken: string | undefined,
      about: string,
    ): Promise<FuzzAnswer> {
      sent += 1;
      const answer = await fixture.send(request, idToken === '' ? undefined : idToken);
      const where = `${about}: ${JSON.stringify({ ...request, body: request.body?.slice(0, 500) })}`;
      expect(answer.status, `${where} → ${answer.text}`).toBeLessThan(500);
      expect(answer.text, where).not.toContain(canary);
      for (const text of [answer.text, answer.headers.get('location') ?? '']) {
        // The document itself names fields that no answer may hold.
        if (request.path !== '/openapi.json') {
          expect(text, where).not.toMatch(inside);
        }
      }
      const { pathname } = new URL(request.path, 'http://api.example');
      const isNull = [204, 304].includes(answer.status);
      const response = new Response(isNull ? null : answer.text, {
        status: answer.status,
        headers: answer.headers,
      });
      await check(request.method, pathname, response).catch((error: unknown) => {
        throw new Error(where, { cause: error });
      });
      return answer;
    }

    const fuzzedRequests = (operation: Operation, seed: number, count: number): FuzzRequest[] => {
      const random = createFuzzRandom(seed);
      const ids = [...(fixture.ids[callers] ?? []), ...(fixture.ids[neighbours] ?? []), 'unknown'];
      return Array.from({ length: count }, () => fuzzedRequest(operation, random, ids));
    };
    const codeOf = ({ text }: FuzzAnswer) => (JSON.parse(text) as { code: string }).code;

    /** A path that cannot be read and a body that nobody may send are refused before anybody is asked who they are. */
    const refusedBeforeCaller = [
      'unauthenticated',
      'invalid_request',
      'route_not_found',
      'method_not_allowed',
      'payload_too_large',
      'unsupported_media_type',
    ];
    it.each(guarded)('$operationId is refused without a token, whatever else is wrong', async (operation) => {
      for (const request of fuzzedRequests(operation, 1, Math.ceil(perOperation / 20))) {
        const answer = await send(request, undefined, 'without a token');
        expect(refusedBeforeCaller).toContain(codeOf(answer));
      }
      expect(
        codeOf(
          await send(
            exampleRequest(operation, () => 'x'),
            undefined,
            'example',
          ),
        ),
      ).toBe('unauthenticated');
    });

    it.each(guarded)('$operationId is refused to every role that it is not for', async (operation) => {
      const allowed = tokensOf(operation);
      const others = [...roleSchema.options.map((role) => tokenOf(callers, role)), tokenOf('', 'operator')];
      for (const token of others.filter((each) => !allowed.includes(each))) {
        const answer = await send(
          exampleRequest(operation, () => 'x'),
          token,
          token,
        );
        expect(answer.status).toBe(403);
        for (const request of fuzzedRequests(operation, 2, Math.ceil(perOperation / 40))) {
          expect((await send(request, token, token)).status).not.toBe(200);
        }
      }
    });

    it.each(guarded.filter(({ template }) => template.includes('{id}')))(
      "$operationId answers another organization's id exactly as an unknown one",
      async (operation) => {
        for (const token of tokensOf(operation)) {
          const answers = [];
          for (const id of ['unknown', ...(fixture.ids[neighbours] ?? [])]) {
            const { status, text } = await send(
              exampleRequest(operation, () => id),
              token,
              'a foreign id',
            );
            answers.push({ status, problem: { ...(JSON.parse(text) as object), requestId: '' } });
          }
          for (const answer of answers) {
            expect(answer).toEqual(answers[0]);
          }
        }
      },
    );

    it.each(operations)(
      '$operationId answers whatever it is sent as documented',
      async (operation) => {
        const tokens = tokensOf(operation);
        const requests = fuzzedRequests(operation, 3, perOperation);
        for (const [index, request] of requests.entries()) {
          await send(request, tokens[index % tokens.length], `request ${index}`);
        }
      },
      timeoutMs,
    );

    it('leaves the other organization unchanged', async () => {
      expect(await fixture.neighboursData()).toBe(neighboursBefore);
      expect('polluted' in {}).toBe(false);
      console.log(`${sent} requests`);
    });
  });
}
