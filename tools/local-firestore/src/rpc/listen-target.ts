import type { Duplex } from 'node:stream';
import type { Database } from '../engine/database.ts';
import type { ListenResponse, ProtoTimestamp, Target } from '../model/messages.ts';
import { relativePath } from '../model/resource-names.ts';

/** What a target needs from the stream that it belongs to. */
export interface ListenTargetPorts {
  /** Asks the rules again. @throws {RpcError} when the listener may no longer see the target */
  authorize(): void;
  send(response: ListenResponse): void;
  /** Ends the target with an error. */
  refuse(error: unknown): void;
}

/**
 * Follows one target, and says what the library leaves out: which target lost a document, whether the document is
 * still there, and where to resume.
 *
 * A listener that resumes is told to forget what it has, and gets everything again: more than it would need, and always
 * right.
 */
export function openListenTarget(
  database: Database,
  target: Target,
  { authorize, send, refuse }: ListenTargetPorts,
): { close(): void } {
  const targetId = target.targetId ?? 0;
  const { resumeToken, readTime, ...plain } = target;
  const stream: Duplex = database.bridge.client.listen();

  function follow(response: ListenResponse): void {
    if (response.documentChange || response.documentDelete) {
      // The rules may read what has changed: the document itself, or one that `get` names.
      authorize();
    }
    send(completed(response));
    if (response.targetChange?.targetChangeType === 'ADD' && (hasBytes(resumeToken) || readTime)) {
      send({ targetChange: { targetChangeType: 'RESET', targetIds: [targetId] } });
    }
  }

  function completed(response: ListenResponse): ListenResponse {
    const { documentDelete, targetChange } = response;
    if (documentDelete) {
      const gone = { ...documentDelete, removedTargetIds: [targetId] };
      // One that is still there has only left the query.
      return database.fieldsOf(relativePath(documentDelete.document ?? ''))
        ? { documentRemove: gone }
        : { documentDelete: gone };
    }
    return targetChange?.readTime
      ? { targetChange: { ...targetChange, resumeToken: tokenOf(targetChange.readTime) } }
      : response;
  }

  stream.on('data', (response: ListenResponse) => {
    try {
      if (!stream.destroyed) {
        follow(response);
      }
    } catch (error) {
      refuse(error);
    }
  });
  stream.on('error', refuse);
  stream.write({ addTarget: plain });
  return {
    close() {
      stream.destroy();
    },
  };
}

function hasBytes(token: Target['resumeToken']): boolean {
  return token != null && token.length > 0;
}

function tokenOf({ seconds, nanos }: ProtoTimestamp): Buffer {
  return Buffer.from(`${seconds}.${nanos}`);
}
