import { status } from '@grpc/grpc-js';
import type { Database } from '../engine/database.ts';
import type { Fields, ProtoTimestamp, StructuredQuery, Write } from '../model/messages.ts';
import { relativePath } from '../model/resource-names.ts';
import { rulesLimits } from '../rules/evaluate/limits.ts';
import type { QueryFacts } from '../rules/query/query-facts.ts';
import { queryProperties, queryQuestions } from '../rules/query/query-questions.ts';
import type { Decision, Ruleset } from '../rules/ruleset.ts';
import type { Method } from '../rules/source/syntax.ts';
import { fromFields, fromTimestamp } from '../rules/values/from-fields.ts';
import { type RulesMap, RulesPath, type RulesValue, Unknown } from '../rules/values/value.ts';
import { RpcError } from '../wire/rpc-error.ts';
import { applyWrite } from './apply-write.ts';
import { readCaller } from './caller.ts';
import type { RulesStore } from './rules-store.ts';

/**
 * Asks the rules for one caller. Each method reads the database as it is at that moment, so it must run right before
 * what it allows, without anything awaited between.
 */
export interface Authorizer {
  /** @throws {RpcError} PERMISSION_DENIED unless every one of the documents may be read */
  assertMayGet(database: Database, names: readonly string[]): void;
  /** @throws {RpcError} PERMISSION_DENIED unless every document that the query can ever return may be read */
  assertMayList(database: Database, parent: string, query: StructuredQuery): void;
  /** @throws {RpcError} PERMISSION_DENIED unless every one of the writes is allowed */
  assertMayWrite(database: Database, writes: readonly Write[]): void;
  /** @throws {RpcError} PERMISSION_DENIED for clients: there are no rules about this */
  assertAdministrator(what: string): void;
}

/** What rules see of the documents, now and as the request leaves them. */
interface Documents {
  now(path: string): Fields | undefined;
  after(path: string): Fields | undefined;
}

/**
 * @param authorization the caller's metadata
 * @throws {RpcError} UNAUTHENTICATED when it names nobody
 */
export function createAuthorizer(rules: RulesStore, authorization: string | undefined): Authorizer {
  const caller = readCaller(authorization);
  if (caller.kind === 'administrator') {
    const always = () => undefined;
    return {
      assertMayGet: always,
      assertMayList: always,
      assertMayWrite: always,
      assertAdministrator: always,
    };
  }
  const { auth } = caller;

  function session(database: Database, single: boolean) {
    const ruleset = rules.get(database.name.projectId);
    if (!ruleset) {
      throw denied('No security rules are loaded, so only administrators have access');
    }
    const time = database.now();
    const limit = single ? rulesLimits.documentReads : rulesLimits.documentReadsOfBatch;
    const reads = { paths: new Set<string>(), limit };
    return { time, ask: createAsk(ruleset, { auth, time, reads, databaseId: database.name.databaseId }) };
  }

  return {
    assertMayGet(database, names) {
      const { ask } = session(database, names.length === 1);
      const documents = unchanged(database);
      for (const name of names) {
        const path = documentPath(database, name);
        ask(
          'get',
          path.segments,
          { resource: resourceOf(path, documents.now(relativePath(name))) },
          documents,
        );
      }
    },
    assertMayList(database, parent, query) {
      const { ask } = session(database, true);
      const documents = unchanged(database);
      const { databaseId } = database.name;
      const around = relativePath(parent).split('/').filter(Boolean);
      const properties = queryProperties(query);
      const root = ['databases', databaseId, 'documents'];
      for (const question of queryQuestions([...root, ...around], query)) {
        if ('document' in question) {
          // As Google does: a query for one document is judged by that document, and one that is missing has no value.
          const path = new RulesPath(question.document);
          const below = pathBelow(path, databaseId) ?? '';
          const resource = resourceOf(path, documents.now(below)) ?? new Unknown();
          ask('list', path.segments, { resource, query: properties }, documents);
        } else {
          const resource = new Unknown(undefined, true);
          ask('list', question.path, { resource, query: properties, facts: question.facts }, documents);
        }
      }
    },
    assertMayWrite(database, writes) {
      const { ask, time } = session(database, writes.length === 1);
      const states = new Map<string, Fields | undefined>();
      const now = (path: string) => database.fieldsOf(path);
      const latest = (path: string) => (states.has(path) ? states.get(path) : now(path));
      const steps = writes.map((write) => {
        const name = write.update?.name ?? write.delete ?? write.verify ?? '';
        const path = relativePath(name);
        const before = latest(path);
        const after = applyWrite(before, write, time);
        states.set(path, after);
        return { name, before, after, method: methodOf(write, before) };
      });
      const documents = { now, after: latest };
      for (const { name, before, after, method } of steps) {
        const path = documentPath(database, name);
        const next = method === 'get' ? null : resourceOf(path, after);
        ask(method, path.segments, { resource: resourceOf(path, before), next }, documents);
      }
    },
    assertAdministrator(what) {
      throw denied(`Only administrators may ${what}`);
    },
  };
}

interface Subject {
  readonly resource: RulesValue;
  readonly next?: RulesValue;
  readonly query?: RulesMap;
  readonly facts?: QueryFacts;
}

function createAsk(
  ruleset: Ruleset,
  caller: {
    readonly auth: RulesMap | null;
    readonly time: ProtoTimestamp;
    readonly reads: { readonly paths: Set<string>; readonly limit: number };
    readonly databaseId: string;
  },
) {
  return (method: Method, path: readonly string[], subject: Subject, documents: Documents): void => {
    const request = new Map<string, RulesValue>([
      ['auth', caller.auth],
      ['method', method],
      ['path', subject.facts ? new Unknown() : new RulesPath(path)],
      ['query', subject.query ?? null],
      ['resource', subject.next ?? null],
      ['time', fromTimestamp(caller.time)],
    ]);
    const decision: Decision = ruleset.decide({
      method,
      path,
      request,
      resource: subject.resource,
      ...(subject.facts ? { facts: subject.facts } : {}),
      reads: caller.reads,
      documents: {
        read(at, after) {
          const below = pathBelow(at, caller.databaseId);
          const fields = below && (after ? documents.after(below) : documents.now(below));
          return fields ? resourceOf(at, fields) : undefined;
        },
      },
    });
    if (!decision.allowed) {
      throw denied(decision.reason);
    }
  };
}

function methodOf({ update, verify }: Write, before: Fields | undefined): Method {
  if (verify) {
    return 'get';
  }
  if (!update) {
    return 'delete';
  }
  return before ? 'update' : 'create';
}

function documentPath({ name: { databaseId } }: Database, name: string): RulesPath {
  return new RulesPath(['databases', databaseId, 'documents', ...relativePath(name).split('/')]);
}

function unchanged(database: Database): Documents {
  const now = (path: string) => database.fieldsOf(path);
  return { now, after: now };
}

/** The path below `documents`; undefined for one that no document of this database can have. */
function pathBelow({ segments }: RulesPath, databaseId: string): string | undefined {
  const [root, id, documents, ...rest] = segments;
  const isDocument =
    rest.length > 0 && rest.length % 2 === 0 && rest.every((segment) => /^[^/]+$/s.test(segment));
  return root === 'databases' && id === databaseId && documents === 'documents' && isDocument
    ? rest.join('/')
    : undefined;
}

function resourceOf(path: RulesPath, fields: Fields | undefined): RulesValue {
  if (!fields) {
    return null;
  }
  return new Map<string, RulesValue>([
    ['data', fromFields(fields)],
    ['id', path.segments.at(-1) ?? ''],
    ['__name__', path],
  ]);
}

// Google's emulator starts the message like this; clients show it.
function denied(reason: string): RpcError {
  return new RpcError(status.PERMISSION_DENIED, `\n${reason}`);
}
