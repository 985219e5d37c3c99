import type { Duplex } from 'node:stream';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Bridge } from '../engine/bridge.ts';
import { rewriteQuery } from '../engine/query-rewrite.ts';
import type { ListenRequest, ListenResponse, Target } from '../wire/messages.ts';
import { parseDatabaseName } from '../wire/resource-names.ts';
import { toRpcError } from '../wire/rpc-error.ts';
import type { CallContext } from './context.ts';

type ListenCall = ServerDuplexStream<ListenRequest, ListenResponse>;

/**
 * Serves the listeners of one client. Each target gets a stream of its own from the library,
 * whose streams get stuck when targets share one.
 */
export function listen(call: ListenCall, context: CallContext): void {
  const streams = new Map<number, Duplex>();
  let queue = Promise.resolve();

  function close(): void {
    for (const stream of streams.values()) {
      stream.destroy();
    }
    streams.clear();
  }

  function fail(error: unknown): void {
    close();
    call.emit('error', toRpcError(error));
  }

  function remove(targetId: number): void {
    streams.get(targetId)?.destroy();
    if (streams.delete(targetId)) {
      call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds: [targetId] } });
    }
  }

  function add({ client }: Bridge, target: Target): void {
    const targetId = target.targetId ?? 0;
    const stream = client.listen();
    streams.set(targetId, stream);
    stream.on('data', (response: ListenResponse) => call.write(response));
    stream.on('error', fail);
    stream.write({ addTarget: rewritten(target) });
  }

  // A target that is refused ends alone; the other targets of the stream go on.
  function refuse(target: Target, error: unknown): void {
    const { code, details } = toRpcError(error);
    const cause = { code, message: details };
    call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds: [target.targetId ?? 0], cause } });
  }

  async function handle(request: ListenRequest): Promise<void> {
    const database = await context.databases.get(parseDatabaseName(request.database));
    if (call.cancelled) {
      return;
    }
    if (request.addTarget) {
      try {
        context.indexes.assertIndexed(request.addTarget.query?.structuredQuery);
        add(database.bridge, request.addTarget);
      } catch (error) {
        refuse(request.addTarget, error);
      }
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

function rewritten(target: Target): Target {
  const structuredQuery = target.query?.structuredQuery;
  return structuredQuery
    ? { ...target, query: { ...target.query, structuredQuery: rewriteQuery(structuredQuery) } }
    : target;
}
