import type { Firestore } from 'firebase-admin/firestore';
import type { Clock } from './clock.ts';
import { minuteMs } from './duration.ts';
import { createGrpcChannel, type GrpcChannel, GrpcError } from './grpc-channel.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long an answer may take before the SDK is asked instead. */
const timeoutMs = 4_000;
/** How long the SDK calls alone after a call has failed. */
const pauseMs = 10_000;
/** How long an access token is used without asking for it again: google-auth-library renews it five minutes ahead. */
const tokenKeptMs = minuteMs;
/** INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION: about the content of the call, and not the way there. */
const soundRefusals = new Set([3, 5, 6, 9]);

/** RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE: the SDK repeats a call that ended so. */
const repeatedBySdk = new Set([8, 10, 14]);

/** Whether Firestore has refused a call for good; otherwise the SDK makes it. */
export function isRefusal(error: unknown): error is GrpcError {
  return error instanceof GrpcError && error.code !== undefined && !repeatedBySdk.has(error.code);
}

/** What {@link createDirectCalls} needs. */
export interface DirectCallsDependencies {
  firestore: () => Firestore;
  /** An access token for Firestore; not asked for with an emulator. */
  accessToken: () => Promise<string>;
  clock: Clock;
  environment?: Environment;
  /** Where Firestore is when there is no emulator. Default: Google's own address, by TLS. */
  cloudAddress?: string;
}

/** A call to Firestore that can be made by hand now. */
export interface DirectCall {
  /** `projects/PROJECT/databases/DATABASE`. */
  database: string;
  /**
   * Sends a request of Firestore's protocol, as a gRPC message, and gives what comes back.
   * @throws {GrpcError}
   */
  send(rpc: string, frame: Buffer): Promise<Buffer>;
  /** The answer makes no sense: the SDK calls alone for a while. */
  pause(): void;
}

/**
 * Calls to Firestore that are made by hand: see docs/adr/0034-document-reader.md. Whatever is unusual about the environment
 * is left to the SDK, and so are all calls for ten seconds after one that did not get through.
 * @returns null when the next call is the SDK's.
 */
export function createDirectCalls({
  firestore,
  accessToken,
  clock,
  environment = process.env,
  cloudAddress = 'https://firestore.googleapis.com',
}: DirectCallsDependencies): () => DirectCall | null {
  let target: Target | undefined;
  let pausedUntilMs = 0;
  let token = { header: '', untilMs: 0 };

  function targetOf(client: Firestore): Target | null {
    if (target?.client === client) {
      return target;
    }
    const address = directAddress(environment, cloudAddress);
    const database = databaseOf(client);
    if (address === null || database === null) {
      return null;
    }
    const channel = createGrpcChannel(address, timeoutMs);
    const headers = [
      'google-cloud-resource-prefix',
      database,
      'x-goog-request-params',
      `database=${encodeURIComponent(database)}`,
      'authorization',
    ];
    const isEmulator = address !== cloudAddress;
    const call: DirectCall = {
      database,
      async send(rpc, frame) {
        try {
          const authorization = await authorizationHeader(isEmulator);
          const path = `/google.firestore.v1.Firestore/${rpc}`;
          return await channel.call(path, [...headers, authorization], frame);
        } catch (error) {
          if (!(error instanceof GrpcError && soundRefusals.has(error.code ?? 0))) {
            pause();
          }
          throw error;
        }
      },
      pause,
    };
    target = { client, channel, call };
    return target;
  }

  function pause(): void {
    pausedUntilMs = clock() + pauseMs;
    token = { header: '', untilMs: 0 };
  }

  async function authorizationHeader(isEmulator: boolean): Promise<string> {
    if (isEmulator) {
      return 'Bearer owner';
    }
    if (clock() >= token.untilMs) {
      token = { header: `Bearer ${await accessToken()}`, untilMs: clock() + tokenKeptMs };
    }
    return token.header;
  }

  return () => {
    if (clock() < pausedUntilMs) {
      return null;
    }
    const found = targetOf(firestore());
    return found?.channel.hasRoom() ? found.call : null;
  };
}

/** One database, and the way there. */
interface Target {
  client: Firestore;
  channel: GrpcChannel;
  call: DirectCall;
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
