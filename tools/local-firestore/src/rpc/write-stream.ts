import type { WriteStreamRequest, WriteStreamResponse } from '../model/messages.ts';
import { commit } from './commits.ts';
import type { CallContext } from './context.ts';

/**
 * The stream that client SDKs write through: the first message names the database and is answered with a stream id,
 * every further one is a commit of its own, applied in order.
 */
export async function* writeStream(
  requests: AsyncIterable<WriteStreamRequest>,
  context: CallContext,
): AsyncGenerator<WriteStreamResponse> {
  const streamId = crypto.randomUUID();
  let database: string | null | undefined;
  let sequence = 0;
  for await (const request of requests) {
    const isHandshake = database === undefined;
    database ??= request.database ?? null;
    sequence += 1;
    const answer = { streamId, streamToken: Buffer.from(String(sequence)) };
    if (isHandshake && !request.writes?.length) {
      yield answer;
      continue;
    }
    const { writeResults, commitTime } = await commit(
      { database: database ?? '', writes: request.writes ?? [] },
      context,
    );
    yield { ...answer, writeResults: writeResults ?? [], commitTime: commitTime ?? null };
  }
}
