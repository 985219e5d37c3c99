import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DatabaseName } from '../model/resource-names.ts';
import { RulesSyntaxError } from '../rules/source/rules-syntax-error.ts';
import { toRpcError } from '../wire/rpc-error.ts';

/** What the `server` header says, so that tests can tell this server from Google's emulator. */
export const serverName = 'klayim-local-firestore';

const documentsPath = /^\/emulator\/v1\/projects\/([^/]+)\/databases\/([^/]+)\/documents$/;
const securityRulesPath = /^\/emulator\/v1\/projects\/([^/]+):securityRules$/;

/** What the endpoints do. */
export interface HttpActions {
  /** Deletes all documents of a database. */
  clear(name: DatabaseName): Promise<void>;
  /** @throws {RulesSyntaxError} and changes nothing */
  loadRules(projectId: string, source: string): void;
}

/** What `PUT …:securityRules` takes. With `ignore_errors`, faults are listed in an answer that is no error. */
interface RulesRequest {
  readonly ignore_errors?: boolean;
  readonly rules?: { readonly files?: readonly { readonly name?: string; readonly content?: string }[] };
}

/**
 * The emulator's plain HTTP endpoints: `GET /` answers `Ok`, `DELETE /emulator/v1/projects/P/databases/D/documents`
 * clears one database, `PUT /emulator/v1/projects/P:securityRules` replaces a project's rules.
 */
export function createHttpEndpoints({ clear, loadRules }: HttpActions): Server {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    if (path === '/' && request.method === 'GET') {
      request.resume();
      response.setHeader('content-type', 'text/plain').end('Ok\n');
      return;
    }
    const [, rulesProject] = securityRulesPath.exec(path)?.map(decodeURIComponent) ?? [];
    if (rulesProject !== undefined && request.method === 'PUT') {
      answerRules(await text(request), response, (source) => loadRules(rulesProject, source));
      return;
    }
    request.resume();
    const [, projectId, databaseId] = documentsPath.exec(path)?.map(decodeURIComponent) ?? [];
    if (projectId !== undefined && databaseId !== undefined && request.method === 'DELETE') {
      await clear({ projectId, databaseId });
      sendJson(response, 200, {});
      return;
    }
    sendJson(response, 404, { error: { code: 404, message: 'The local Firestore has no such endpoint.' } });
  }

  return createServer((request, response) => {
    response.setHeader('server', serverName);
    answer(request, response).catch((error: unknown) => {
      sendJson(response, 500, { error: { code: 500, message: toRpcError(error).details } });
    });
  });
}

function answerRules(body: string, response: ServerResponse, load: (source: string) => void): void {
  const { ignore_errors: listsFaults = false, rules } = parseBody(body);
  const [file, ...others] = rules?.files ?? [];
  if (typeof file?.content !== 'string' || others.length > 0) {
    sendInvalid(response, 'The request needs one rules file with a content.');
    return;
  }
  try {
    load(file.content);
    sendJson(response, 200, {});
  } catch (error) {
    if (!(error instanceof RulesSyntaxError)) {
      throw error;
    }
    const { at, message } = error;
    if (listsFaults) {
      const sourcePosition = { fileName: file.name ?? '', ...at };
      sendJson(response, 200, { issues: [{ sourcePosition, description: message, severity: 'ERROR' }] });
    } else {
      sendInvalid(response, `Error compiling rules:\nL${at.line}:${at.column} ${message}`);
    }
  }
}

function parseBody(body: string): RulesRequest {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function sendInvalid(response: ServerResponse, message: string): void {
  sendJson(response, 400, { error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
}

function sendJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
