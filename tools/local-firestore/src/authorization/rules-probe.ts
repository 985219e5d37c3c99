import type { DocumentData } from 'firebase-admin/firestore';
import { openDatabase } from '../engine/database.ts';
import { createServerClock } from '../engine/server-clock.ts';
import { InvalidArgumentError } from '../model/invalid-argument-error.ts';
import type { StructuredQuery, Write } from '../model/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';
import { createAuthorizer } from './authorizer.ts';
import { createRulesStore } from './rules-store.ts';

/** A request that rules decide about. Paths are relative (`employees/ada`); `below` is the document around a collection. */
export type ProbeRequest =
  | { readonly get: string }
  | { readonly list: StructuredQuery; readonly below?: string }
  | { readonly set: string; readonly data: DocumentData; readonly fields?: readonly string[] }
  | { readonly delete: string };

/** Rules over a few documents, asked without a wire: thousands of decisions take a second. */
export interface RulesProbe {
  /** @param claims of the caller's token, `sub` included; undefined for nobody */
  allows(claims: object | undefined, request: ProbeRequest): boolean;
  /** Replaces the rules. @throws {RulesSyntaxError} */
  load(source: string): void;
}

const name = { projectId: 'demo-probe', databaseId: '(default)' };

/** Where the documents of every probe are, for references in queries. */
export const rulesProbeRoot = `projects/${name.projectId}/databases/${name.databaseId}/documents`;

/**
 * Opens a database in memory for asking rules.
 *
 * @param documents by their paths
 */
export async function createRulesProbe(
  documents: Readonly<Record<string, DocumentData>>,
): Promise<RulesProbe> {
  const database = await openDatabase(name, createServerClock(), () => undefined);
  const { direct, serializer } = database.bridge;
  direct.batchSet(...Object.entries(documents).map(([path, data]) => ({ path, data })));
  const rules = createRulesStore(undefined);

  function ask(authorizer: ReturnType<typeof createAuthorizer>, request: ProbeRequest): void {
    if ('get' in request) {
      authorizer.assertMayGet(database, [`${rulesProbeRoot}/${request.get}`]);
    } else if ('list' in request) {
      const parent = request.below === undefined ? rulesProbeRoot : `${rulesProbeRoot}/${request.below}`;
      authorizer.assertMayList(database, parent, request.list);
    } else {
      authorizer.assertMayWrite(database, [toWrite(request)]);
    }
  }

  function toWrite(request: Extract<ProbeRequest, { set: string } | { delete: string }>): Write {
    if ('delete' in request) {
      return { delete: `${rulesProbeRoot}/${request.delete}` };
    }
    const update = {
      name: `${rulesProbeRoot}/${request.set}`,
      fields: serializer.encodeFields(request.data),
    };
    return request.fields ? { update, updateMask: { fieldPaths: [...request.fields] } } : { update };
  }

  return {
    allows(claims, request) {
      const token = claims && Buffer.from(JSON.stringify(claims)).toString('base64url');
      try {
        ask(createAuthorizer(rules, token === undefined ? undefined : `Bearer .${token}.`), request);
        return true;
      } catch (error) {
        if (error instanceof RpcError || error instanceof InvalidArgumentError) {
          return false;
        }
        throw error;
      }
    },
    load: (source) => rules.set(name.projectId, source),
  };
}
