import { setImmediate } from 'node:timers/promises';
import type { ProblemFault } from '@klayim/shared/types';
import * as z from 'zod';
import { maxFaults } from './problem.ts';
import { faultsOf } from './validation.ts';

/** Items that are judged before others get a turn. */
const itemsOfATurn = 100;

/** A value as its schema gives it, or what is wrong with it. */
export type Parsed =
  | { success: true; data: unknown }
  | { success: false; faults: ProblemFault[]; omitted: number };

/** Judges a value at once. */
export function parseAtOnce(schema: z.ZodType, value: unknown, part: ProblemFault['in']): Parsed {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return { success: true, data: parsed.data };
  }
  return { success: false, ...faultsOf(parsed.error, part, maxFaults) };
}

/**
 * Judges an object one of whose members is a long list: the items first, with turns of the event loop between them, and
 * then the whole with what the items became. Of faults that are beyond what an answer names, only the number is kept.
 * @param member name of the list.
 */
export async function parseInTurns(schema: z.ZodType, member: string, value: unknown): Promise<Parsed> {
  const item = itemSchemaOf(schema, member);
  const items: unknown = Object(value)[member];
  if (!Array.isArray(items) || items.length <= itemsOfATurn) {
    return parseAtOnce(schema, value, 'body');
  }
  const faults: ProblemFault[] = [];
  const parsedItems: unknown[] = [];
  let omitted = 0;
  for (const [index, each] of items.entries()) {
    if (index > 0 && index % itemsOfATurn === 0) {
      await setImmediate();
    }
    const parsed = item.safeParse(each);
    if (parsed.success) {
      parsedItems.push(parsed.data);
      continue;
    }
    const found = faultsOf(parsed.error, 'body', maxFaults - faults.length, [member, index]);
    faults.push(...found.faults);
    omitted += found.omitted;
  }
  if (faults.length > 0) {
    return { success: false, faults, omitted };
  }
  await setImmediate();
  return parseAtOnce(schema, { ...(value as object), [member]: parsedItems }, 'body');
}

function itemSchemaOf(schema: z.ZodType, member: string): z.ZodType {
  const list: unknown = schema instanceof z.ZodObject ? schema.shape[member] : undefined;
  if (!(list instanceof z.ZodArray) || !(list.element instanceof z.ZodType)) {
    throw new Error(`The schema has no list named ${member}`);
  }
  return list.element;
}
