import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FirestoreProxy } from '@klayim/local-firestore';

/** A message that waits on the wire until the test decides. */
export interface Hold {
  /** Resolves when the message has come. */
  reached: Promise<void>;
  /** Lets it pass. */
  release: () => void;
  /** Loses it. */
  drop: () => void;
}

/**
 * Where a refresh can be stopped, in the order in which it comes there. The `held` names say what has happened by then:
 * - `lease_sent`: Firestore has not seen the lease;
 * - `lease_taken`: Firestore has stored it, and not answered;
 * - `provider_asked`: the provider has not seen the request;
 * - `provider_answered`: the provider has answered, the answer is under way;
 * - `commit_sent`: the answer has come, Firestore has not seen the commit;
 * - `commit_stored`: Firestore has stored the commit, and not answered.
 */
export type Step =
  | 'lease_sent'
  | 'lease_taken'
  | 'provider_asked'
  | 'provider_answered'
  | 'commit_sent'
  | 'commit_stored';

/** A forwarder in front of a token endpoint. */
export interface TokenGate {
  /** To be used as the token endpoint. */
  url: string;
  /** Holds the next message of that phase. */
  hold: (phase: 'request' | 'response') => Hold;
  stop: () => Promise<void>;
}

function createHold() {
  const arrived = Promise.withResolvers<void>();
  const decided = Promise.withResolvers<void>();
  // Dropping what never came concerns nobody.
  decided.promise.catch(() => undefined);
  return {
    reached: arrived.promise,
    release: () => decided.resolve(),
    drop: () => decided.reject(new Error('the message was lost')),
    pass: () => {
      arrived.resolve();
      return decided.promise;
    },
  };
}

/**
 * Starts a forwarder that can hold each token request and each answer.
 * @param target the real token endpoint, asked for each request.
 */
export async function startTokenGate(target: () => string): Promise<TokenGate> {
  const holds = new Map<'request' | 'response', ReturnType<typeof createHold>>();
  async function pass(phase: 'request' | 'response'): Promise<void> {
    const hold = holds.get(phase);
    holds.delete(phase);
    await hold?.pass();
  }

  const server = createServer((request, response) => {
    async function forward(): Promise<void> {
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part as Buffer);
      }
      await pass('request');
      const answer = await fetch(target(), {
        method: 'POST',
        headers: { 'content-type': request.headers['content-type'] ?? '' },
        body: Buffer.concat(parts),
      });
      const body = await answer.text();
      await pass('response');
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(body);
    }
    forward().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/token`,
    hold(phase) {
      const hold = createHold();
      holds.set(phase, hold);
      return hold;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Stops the next refresh at a step. */
export function holdAt(step: Step, wire: { proxy: FirestoreProxy; gate: TokenGate }): Hold {
  switch (step) {
    case 'lease_sent':
      return holdCommit(wire.proxy, 'request', takesLease);
    case 'lease_taken':
      return holdCommit(wire.proxy, 'response', takesLease);
    case 'provider_asked':
      return wire.gate.hold('request');
    case 'provider_answered':
      return wire.gate.hold('response');
    case 'commit_sent':
      return holdCommit(wire.proxy, 'request', storesRefresh);
    case 'commit_stored':
      return holdCommit(wire.proxy, 'response', storesRefresh);
  }
}

/** An answer does not say what it answers: it is the next one of its kind, as one refresh does one thing at a time. */
function holdCommit(
  proxy: FirestoreProxy,
  wanted: 'request' | 'response',
  matches: (fields: readonly string[]) => boolean,
): Hold {
  const hold = createHold();
  let seen = false;
  const remove = proxy.intercept(({ rpc, phase, message }) => {
    if (rpc !== 'Commit' && rpc !== 'BatchWrite') {
      return undefined;
    }
    if (phase === 'request' && changedFields(message).some(matches)) {
      seen = true;
    } else if (phase === 'request' || !seen) {
      return undefined;
    }
    if (phase !== wanted) {
      return undefined;
    }
    remove();
    return hold.pass();
  });
  return hold;
}

const takesLease = (fields: readonly string[]) => fields.length === 1 && fields[0] === 'refreshLease';
const storesRefresh = (fields: readonly string[]) =>
  fields.includes('credentials') && fields.includes('refreshCount');

interface CommitMessage {
  writes?: { updateMask?: { fieldPaths?: string[] | null } | null }[];
}

/** The fields that each of the writes changes. */
function changedFields({ writes = [] }: CommitMessage): string[][] {
  return writes.map(({ updateMask }) => updateMask?.fieldPaths ?? []);
}
