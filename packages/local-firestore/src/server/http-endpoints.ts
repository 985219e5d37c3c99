import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { DatabaseName } from '../wire/resource-names.ts';
import { toRpcError } from '../wire/rpc-error.ts';

/** What the `server` header says, so that tests can tell this server from Google's emulator. */
export const SERVER_NAME = 'klayim-local-firestore';

const DOCUMENTS = /^\/emulator\/v1\/projects\/([^/]+)\/databases\/([^/]+)\/documents$/;

/**
 * The emulator's plain HTTP endpoints: `GET /` answers `Ok`,
 * `DELETE /emulator/v1/projects/P/databases/D/documents` clears one database.
 *
 * @param clear deletes all documents of a database
 */
export function createHttpEndpoints(clear: (name: DatabaseName) => Promise<void>): Server {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    if (path === '/' && request.method === 'GET') {
      response.setHeader('content-type', 'text/plain').end('Ok\n');
      return;
    }
    const [, projectId, databaseId] = DOCUMENTS.exec(path)?.map(decodeURIComponent) ?? [];
    if (projectId !== undefined && databaseId !== undefined && request.method === 'DELETE') {
      await clear({ projectId, databaseId });
      sendJson(response, 200, {});
      return;
    }
    sendJson(response, 404, { error: { code: 404, message: 'The local Firestore has no such endpoint.' } });
  }

  return createServer((request, response) => {
    request.resume();
    response.setHeader('server', SERVER_NAME);
    answer(request, response).catch((error: unknown) => {
      sendJson(response, 500, { error: { code: 500, message: toRpcError(error).details } });
    });
  });
}

function sendJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
