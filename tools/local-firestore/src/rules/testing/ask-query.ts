import type { Filter, StructuredQuery, Value } from '../../model/messages.ts';
import { queryProperties, queryQuestions } from '../query/query-questions.ts';
import { compileRuleset } from '../ruleset.ts';
import { fromJson } from '../values/from-fields.ts';
import { type RulesValue, Unknown } from '../values/value.ts';
import { requestTime, rulesOf } from './ask-rules.ts';

/** A filter on one field; arrays are the values of `in` and its like. */
export function where(fieldPath: string, op: string, value?: unknown): Filter {
  const field = { fieldPath };
  return (
    op.startsWith('IS_')
      ? { unaryFilter: { field, op } }
      : { fieldFilter: { field, op, value: toValue(value) } }
  ) as Filter;
}

/** All of the filters. */
export function and(...filters: Filter[]): Filter {
  return { compositeFilter: { op: 'AND', filters } };
}

/** One of the filters. */
export function or(...filters: Filter[]): Filter {
  return { compositeFilter: { op: 'OR', filters } };
}

/** JSON as it is stored; whole numbers are integers, `/a/b` is a reference. */
export function toValue(value: unknown): Value {
  if (Array.isArray(value)) {
    return { arrayValue: { values: value.map(toValue) } };
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, inner]) => [name, toValue(inner)]);
    return { mapValue: { fields: Object.fromEntries(fields) } };
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  }
  if (typeof value === 'string') {
    return value.startsWith('/')
      ? { referenceValue: `projects/demo/databases/(default)/documents${value}` }
      : { stringValue: value };
  }
  return typeof value === 'boolean' ? { booleanValue: value } : { nullValue: 'NULL_VALUE' };
}

/** Whether rules allow a query of the collection `things`, which is empty. */
export function allowsQuery(source: string, query: StructuredQuery): boolean {
  const ruleset = compileRuleset(source);
  const request = new Map<string, RulesValue>([
    ['auth', fromJson({ uid: 'ada', token: { team: 'blue', level: 3 } })],
    ['method', 'list'],
    ['path', new Unknown()],
    ['query', queryProperties(query)],
    ['resource', null],
    ['time', requestTime],
  ]);
  return queryQuestions(['databases', '(default)', 'documents'], query).every(
    (question) =>
      ruleset.decide({
        method: 'list',
        ...('document' in question ? { path: question.document } : question),
        request,
        resource: 'document' in question ? new Unknown() : new Unknown(undefined, true),
        reads: { paths: new Set(), limit: 10 },
        documents: { read: () => undefined },
      }).allowed,
  );
}

/** Whether a condition on `things` allows a query with these filters. */
export function provesCondition(condition: string, filter?: Filter, more: StructuredQuery = {}): boolean {
  return allowsQuery(rulesOf(`allow list: if ${condition};`), {
    from: [{ collectionId: 'things' }],
    ...(filter ? { where: filter } : {}),
    ...more,
  });
}
