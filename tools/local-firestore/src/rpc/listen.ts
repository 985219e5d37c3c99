import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Database } from '../engine/database.ts';
import { rewriteQuery } from '../engine/query-rewrite.ts';
import type { ListenRequest, ListenResponse, Target } from '../model/messages.ts';
import { parseDatabaseName } from '../model/resource-names.ts';
import { toRpcError } from '../wire/rpc-error.ts';
import type { CallContext } from './context.ts';
import { openListenTarget } from './listen-target.ts';

type ListenCall = ServerDuplexStream<ListenRequest, ListenResponse>;

/**
 * Serves the listeners of one client: one stream, any number of targets. Each target gets a stream of its own from the
 * library, whose streams get stuck when targets share one.
 */
export function listen(call: ListenCall, opened: Promise<CallContext>): void {
  const targets = new Map<number, { close(): void }>();
  let queue = Promise.resolve();

  function close(): void {
    for (const target of targets.values()) {
      target.close();
    }
    targets.clear();
  }

  function fail(error: unknown): void {
    close();
    call.emit('error', toRpcError(error));
  }

  function remove(targetId: number): void {
    targets.get(targetId)?.close();
    if (targets.delete(targetId)) {
      call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds: [targetId] } });
    }
  }

  // A target that is refused ends alone; the other targets of the stream go on.
  function refuse(targetId: number, error: unknown): void {
    targets.get(targetId)?.close();
    targets.delete(targetId);
    const { code, details } = toRpcError(error);
    const cause = { code, message: details };
    call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds: [targetId], cause } });
  }

  function add(database: Database, target: Target, context: CallContext): void {
    const targetId = target.targetId ?? 0;
    const authorize = authorization(database, target, context);
    try {
      authorize();
      context.indexes.assertIndexed(target.query?.structuredQuery);
      targets.set(
        targetId,
        openListenTarget(database, rewritten(target), {
          authorize,
          send: (response) => call.write(response),
          refuse: (error) => refuse(targetId, error),
        }),
      );
    } catch (error) {
      refuse(targetId, error);
    }
  }

  async function handle(request: ListenRequest): Promise<void> {
    const context = await opened;
    const database = await context.databases.get(parseDatabaseName(request.database));
    if (call.cancelled) {
      return;
    }
    if (request.addTarget) {
      add(database, request.addTarget, context);
    } else if (typeof request.removeTarget === 'number') {
      remove(request.removeTarget);
    }
  }

  call.on('data', (request: ListenRequest) => {
    queue = queue.then(() => handle(request)).catch(fail);
  });
  call.on('end', () => {
    close();
    call.end();
  });
  call.on('cancelled', close);
}

function authorization(database: Database, target: Target, { authorizer }: CallContext): () => void {
  const { documents, query } = target;
  return () => {
    if (documents) {
      authorizer.assertMayGet(database, documents.documents ?? []);
    } else {
      authorizer.assertMayList(database, query?.parent ?? '', query?.structuredQuery ?? {});
    }
  };
}

function rewritten(target: Target): Target {
  const structuredQuery = target.query?.structuredQuery;
  return structuredQuery
    ? { ...target, query: { ...target.query, structuredQuery: rewriteQuery(structuredQuery) } }
    : target;
}
