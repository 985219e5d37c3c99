import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

/**
 * Watches the answers of every HTTP server of this process.
 *
 * @returns ends those of the server at a port: an answer that has begun is complete, and another one is broken off. Hosting's emulator
 * passes answers on, and one that breaks off in the middle ends its process.
 */
export function watchAnswers(): (port: number) => Promise<void> {
  const open = new Set<ServerResponse>();
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse };
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return async (port) => {
    const own = [...open].filter(({ socket }) => socket?.localPort === port);
    await Promise.all(own.map(end));
  };
}

function end(response: ServerResponse): Promise<void> {
  // What is still written to it comes too late, and must not be an error that nobody hears.
  response.on('error', () => {});
  if (!response.headersSent) {
    response.destroy();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.end(() => resolve());
  });
}
