import type { BatchWriteResponse, Document, ProtoTimestamp, Value, Write } from '../../model/messages.ts';
import type { Answer } from '../raw-client.ts';
import type { Step } from './arbitrary-writes.ts';
import type { RawClient } from './both-servers.ts';

/** Long ago, and the update time of nothing. */
const staleTime: ProtoTimestamp = { seconds: 1_000_000_000, nanos: 0 };

/** The writes that steps stand for, with the update times that this server has given. */
export function toWrites(client: RawClient, steps: readonly Step[]): Promise<Write[]> {
  return Promise.all(
    steps.map(async (step): Promise<Write> => {
      const name = client.nameOf(step.id);
      const precondition = await toPrecondition(client, step);
      const condition = precondition && { currentDocument: precondition };
      const updateTransforms = step.transforms.map(([fieldPath, transform]) => ({ fieldPath, ...transform }));
      switch (step.kind) {
        case 'delete':
          return { delete: name, ...condition };
        case 'nothing':
          return { ...condition };
        case 'set':
          return { update: { name, fields: step.fields }, updateTransforms, ...condition };
        case 'merge':
          return {
            update: { name, fields: fieldsInMask(step) },
            updateMask: step.mask,
            updateTransforms,
            ...condition,
          };
        default:
          return { update: { name }, updateMask: { fieldPaths: [] }, updateTransforms, ...condition };
      }
    }),
  );
}

/** No client library sends what its mask leaves out. */
function fieldsInMask({ fields, mask }: Step): Step['fields'] {
  const paths = mask.fieldPaths.map((path) => path.replaceAll('`', ''));
  const isNamed = ([name, value]: [string, Value]) =>
    paths.includes(name) || (value.mapValue && paths.some((path) => path.startsWith(`${name}.`)));
  return Object.fromEntries(Object.entries(fields).filter(isNamed));
}

async function toPrecondition(client: RawClient, { id, condition }: Step): Promise<Write['currentDocument']> {
  switch (condition) {
    case 'none':
      return undefined;
    case 'exists':
      return { exists: true };
    case 'missing':
      return { exists: false };
    case 'stale':
      return { updateTime: staleTime };
    default: {
      const { updateTime } = (await client.get(id)) as Document;
      return { updateTime: updateTime ?? staleTime };
    }
  }
}

/** Sends steps in one of the ways, and gives what can be compared of the answers. */
export async function send(client: RawClient, way: string, steps: readonly Step[]): Promise<unknown> {
  const writes = await toWrites(client, steps);
  switch (way) {
    case 'commit':
      return client.commit(writes);
    case 'batch':
      return codesOnly(await client.batchWrite(writes));
    default: {
      const transaction = await client.begin();
      await client.readWithin(
        transaction,
        steps.map(({ id }) => id),
      );
      if (way === 'rolled back') {
        await client.rollback(transaction);
      }
      const answers = [await client.commit(writes, transaction)];
      if (way === 'sent twice') {
        answers.push(await client.commit(writes, transaction));
      }
      // One whose commit was refused may still hold what it has read.
      await client.rollback(transaction).catch(() => undefined);
      return answers;
    }
  }
}

/** Of each write's status; the sentences differ. */
function codesOnly(answer: Answer<BatchWriteResponse>): unknown {
  return 'code' in answer ? answer : answer.status?.map(({ code }) => code ?? 0);
}
