import type { Firestore } from 'firebase-admin/firestore';
import type { Clock } from './clock.ts';
import { decodeBatchGet, encodeBatchGet, type ReadDocument, UnusualAnswer } from './document-decoder.ts';
import { minuteMs } from './duration.ts';
import { createGrpcChannel, type GrpcChannel } from './grpc-channel.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const method = '/google.firestore.v1.Firestore/BatchGetDocuments';
/** How long an answer may take before the SDK is asked instead. */
const timeoutMs = 4_000;
/** How long the SDK reads alone after a call has failed. */
const pauseMs = 10_000;
/** How long an access token is used without asking for it again: google-auth-library renews it five minutes ahead. */
const tokenKeptMs = minuteMs;

/** What {@link createDocumentReader} needs. */
export interface DocumentReaderDependencies {
  firestore: () => Firestore;
  /** An access token for Firestore; not asked for with an emulator. */
  accessToken: () => Promise<string>;
  clock: Clock;
  environment?: Environment;
  /** Where Firestore is when there is no emulator. Default: Google's own address, by TLS. */
  cloudAddress?: string;
}

/**
 * Reads documents of a top-level collection by one call, in the order of their ids. The call is made by hand, since the
 * SDK takes several times as long for it as everything else that a valid token needs: see docs/adr/0034-document-reader.md.
 * Whatever is unusual about the environment, the call or the answer is left to the SDK, which repeats and explains
 * failures. It belongs to no client's meter: who calls it counts one read for each document.
 */
export function createDocumentReader({
  firestore,
  accessToken,
  clock,
  environment = process.env,
  cloudAddress = 'https://firestore.googleapis.com',
}: DocumentReaderDependencies) {
  let target: Target | undefined;
  let pausedUntilMs = 0;
  let token = { header: '', untilMs: 0 };

  function targetOf(client: Firestore): Target | null {
    if (target?.client !== client) {
      const address = directAddress(environment, cloudAddress);
      const database = databaseOf(client);
      if (address === null || database === null) {
        return null;
      }
      target = {
        client,
        database,
        channel: createGrpcChannel(address, timeoutMs),
        isEmulator: address !== cloudAddress,
        headers: {
          'google-cloud-resource-prefix': database,
          'x-goog-request-params': `database=${encodeURIComponent(database)}`,
        },
      };
    }
    return target;
  }

  async function authorization({ isEmulator }: Target): Promise<string> {
    if (isEmulator) {
      return 'Bearer owner';
    }
    if (clock() >= token.untilMs) {
      token = { header: `Bearer ${await accessToken()}`, untilMs: clock() + tokenKeptMs };
    }
    return token.header;
  }

  async function readDirectly(
    target: Target,
    collection: string,
    ids: readonly string[],
  ): Promise<ReadDocument[]> {
    const { database, channel } = target;
    const names = ids.map((id) => `${database}/documents/${collection}/${id}`);
    const headers = { ...target.headers, authorization: await authorization(target) };
    const body = await channel.call(method, headers, encodeBatchGet(database, names));
    const documents = decodeBatchGet(body);
    return names.map((name) => {
      const document = documents.get(name);
      if (!document) {
        throw new Error('Firestore did not answer for a document that was asked for.');
      }
      return document;
    });
  }

  return async (collection: string, ids: readonly string[]): Promise<ReadDocument[]> => {
    const client = firestore();
    const direct = clock() < pausedUntilMs ? null : targetOf(client);
    if (direct?.channel.hasRoom()) {
      try {
        return await readDirectly(direct, collection, ids);
      } catch (error) {
        // One odd document is no reason to read everybody's more slowly.
        if (!(error instanceof UnusualAnswer)) {
          pausedUntilMs = clock() + pauseMs;
          token = { header: '', untilMs: 0 };
        }
      }
    }
    const references = ids.map((id) => client.collection(collection).doc(id));
    return client.getAll(...references);
  };
}

/** One database, and the way there. */
interface Target {
  client: Firestore;
  /** `projects/PROJECT/databases/DATABASE`. */
  database: string;
  channel: GrpcChannel;
  isEmulator: boolean;
  /** Headers that route a call to the database. */
  headers: Record<string, string>;
}

/** Where Firestore is; null where the environment asks for something that only the SDK knows how to do. */
function directAddress(environment: Environment, cloudAddress: string): string | null {
  const emulator = environment['FIRESTORE_EMULATOR_HOST'];
  if (emulator) {
    return `http://${emulator}`;
  }
  const asksForMore = Object.keys(environment).some((name) => environment[name] && sdkOnly.test(name));
  return asksForMore ? null : cloudAddress;
}

/** Proxies, REST in place of gRPC, another universe, client certificates. */
const sdkOnly =
  /^((grpc|https?)_proxy|FIRESTORE_PREFER_REST|GOOGLE_CLOUD_UNIVERSE_DOMAIN|GOOGLE_API_USE_\w+)$/i;

/** The database's name; null while the SDK has yet to find out which project this is. */
function databaseOf(client: Firestore): string | null {
  const { projectId } = JSON.parse(JSON.stringify(client)) as { projectId?: string };
  return projectId === undefined ? null : `projects/${projectId}/databases/${client.databaseId}`;
}
