import { Agent, request as sendRequest } from 'node:http';
import { roleSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { createApp } from '../../src/app.ts';
import { createLeasedQuotas } from '../../src/services/requests/leased-quota.ts';
import { apiDependencies } from '../http/api-server.ts';
import { listen, type RunningServer } from '../http/listen.ts';
import { idTokens, signUp } from '../http/test-identity.ts';
import type { useTestServices } from '../test-services.ts';
import type { FuzzRequest } from './fuzz-request.ts';

/** The organizations of the fixture: callers come from one, and the other must not notice. */
export const [callers, neighbours] = ['contoso', 'northwind'] as const;

/** What stands in every text of the neighbours' data: no answer to anybody else may hold it. */
export const canary = 'neighbours-canary';

const tokensByUser = new Map(
  [callers, neighbours].flatMap((organizationId) =>
    roleSchema.options.map((role): [string, string] => {
      const userId = `${organizationId}-${role}`;
      return [userId, signUp(userId, { organizationId, role })];
    }),
  ),
);

/** The ID token of a caller; `operator` runs the platform. */
export const tokenOf = (organizationId: string, role: Role | 'operator'): string =>
  tokensByUser.get(`${organizationId}-${role}`) ?? idTokens.operator;

/** An answer, complete. */
export interface FuzzAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** The API over the real services, with two organizations that have data. */
export interface FuzzFixture extends RunningServer {
  /** Ids that mean something, by organization. */
  ids: Record<string, string[]>;
  send(request: FuzzRequest, idToken: string | undefined): Promise<FuzzAnswer>;
  /** Everything that the neighbours have. */
  neighboursData(): Promise<string>;
}

/** Starts a {@link FuzzFixture}. Its rate limits never refuse: they have tests of their own. */
export async function startFuzzFixture(
  firestore: () => Firestore,
  stack: ReturnType<typeof useTestServices>,
): Promise<FuzzFixture> {
  const server = await listen(
    createApp({
      ...apiDependencies(stack),
      quotas: createLeasedQuotas({
        ...stack,
        rateLimitRepository: { takeHits: async (_window, hits) => ({ granted: hits, used: hits }) },
      }),
    }),
  );
  const ids: Record<string, string[]> = {};
  for (const organizationId of [callers, neighbours]) {
    ids[organizationId] = await seed(organizationId, stack);
  }
  const agent = new Agent({ keepAlive: true });
  return {
    url: server.url,
    ids,
    send: (request, idToken) => send(server.url, agent, request, idToken),
    async neighboursData() {
      const collections = await firestore().listCollections();
      const found = await Promise.all(
        collections.map((collection) => collection.where('organizationId', '==', neighbours).get()),
      );
      return JSON.stringify(
        found.flatMap(({ docs }) => docs.map((document) => [document.ref.path, document.data()])),
      );
    },
    async close() {
      agent.destroy();
      await server.close();
    },
  };
}

async function seed(organizationId: string, stack: ReturnType<typeof useTestServices>): Promise<string[]> {
  const { employeeService, employeeSyncService, webhookEndpointsService } = stack;
  const mark = organizationId === neighbours ? canary : 'own';
  const integration = await stack.connect('google_calendar', organizationId);
  const actor = { type: 'system', name: `${mark}-actor` } as const;
  const employees = [1, 2, 3].map((number) =>
    employeeService.createEmployee(
      organizationId,
      {
        name: `${mark} ${number}`,
        email: `${mark}-${number}@example.com`,
        role: `${mark}-role`,
        department: `${mark}-department`,
        hourlyRateCents: 4_200,
        employmentStatus: 'fullTime',
        sourceType: 'csv',
        sourceId: `${mark}-${number}`,
      },
      { actor },
    ),
  );
  const session = await employeeSyncService.startSession(organizationId, 'bamboohr');
  const { endpoint } = await webhookEndpointsService.createEndpoint(
    organizationId,
    { url: `https://${mark}.example/hook`, events: ['connection.deleted'] },
    { userId: `${mark}-owner`, actor },
  );
  return [integration.id, session.id, endpoint.id, ...(await Promise.all(employees)).map(({ id }) => id)];
}

/** Sends bytes as they are: `fetch` would put much in order. */
function send(
  url: string,
  agent: Agent,
  { method, path, headers, body }: FuzzRequest,
  idToken: string | undefined,
): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sending = sendRequest(
      {
        hostname,
        port,
        agent,
        method,
        path,
        headers: {
          ...headers,
          ...(idToken !== undefined && { authorization: `Bearer ${idToken}` }),
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headersDistinct } = response;
          const answered = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          );
          resolve({ status, headers: new Headers(answered), text: Buffer.concat(chunks).toString() });
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}
