import { AsyncLocalStorage } from 'node:async_hooks';
import type { DocumentData } from 'firebase-admin/firestore';
import type { Filter, StructuredQuery, Value } from '../model/messages.ts';

type Test = (data: DocumentData) => boolean;

const running = new AsyncLocalStorage<Test>();

/** A field of the document itself: no path into a map, and no name that needs quotes. */
const plainName = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Begins a query whose documents are sifted first by what `==` and `in` demand of text in fields of the document itself.
 * The library judges each filter of each document by parsing the field's path again; of a collection of 50,000 documents
 * it sees only those that are left.
 */
export function withQuickFilter<T>(query: StructuredQuery, begin: () => T): T {
  const tests = demandsOf(query.where).map(([field, texts]): Test => {
    const wanted = new Set(texts);
    return (data) => wanted.has(data[field]);
  });
  return running.run((data) => tests.every((test) => test(data)), begin);
}

/** Whether the query that is running may want this document; true outside of one. */
export function mayMatch(data: DocumentData): boolean {
  return running.getStore()?.(data) ?? true;
}

/** The fields that must have one of these texts, whatever else a query demands. */
function demandsOf(filter: Filter | null | undefined): [field: string, texts: string[]][] {
  if (filter?.compositeFilter) {
    const { op, filters } = filter.compositeFilter;
    return op === 'OR' ? [] : (filters ?? []).flatMap(demandsOf);
  }
  const { field, op, value } = filter?.fieldFilter ?? {};
  if (!field?.fieldPath || !plainName.test(field.fieldPath)) {
    return [];
  }
  const values = op === 'IN' ? (value?.arrayValue?.values ?? []) : op === 'EQUAL' && value ? [value] : [];
  const texts = values.flatMap((one: Value) => ('stringValue' in one ? [String(one.stringValue)] : []));
  return texts.length > 0 && texts.length === values.length ? [[field.fieldPath, texts]] : [];
}
