import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { onFrameworkServer } from './framework-server.ts';
import { limitSlowClients } from './slow-clients.ts';

const frameworkErrors = new WeakMap<IncomingMessage, unknown>();
const hiddenHeaders = new WeakMap<IncomingMessage, IncomingHttpHeaders>();

/** What makes a message have a body (RFC 9112, section 6.3). */
const framing = ['content-length', 'transfer-encoding'] as const;

/**
 * Keeps the functions framework away from the bodies of requests, and hands requests that it gives up on to our own app.
 *
 * Cloud Functions' framework and the emulator's runtime run an Express app of their own that unpacks and parses bodies of
 * up to a gigabyte before it calls a function. It takes a request without `Content-Length` and `Transfer-Encoding` for one
 * without a body: it is shown each request that way, and the body stays on the socket until our own app, which has the
 * headers back, asks for it within the limits of the route. A path that the framework cannot decode never reaches the
 * function: our app answers instead of an HTML page. It also sets the server's time limits for slow clients.
 *
 * @param handle Our app. It finds the framework's error by {@link frameworkErrorOf}.
 * @returns The app for the framework to call, and a function that ends the wait for its server.
 */
export function takeOverFramework(handle: RequestListener): { listener: RequestListener; stop: () => void } {
  const listener: RequestListener = (request, response) => {
    showBody(request);
    handle(request, response);
  };
  const stop = onFrameworkServer((server, app) => {
    limitSlowClients(server);
    app.use(
      (
        error: unknown,
        request: IncomingMessage,
        response: ServerResponse,
        next: (error: unknown) => void,
      ) => {
        if (response.headersSent) {
          next(error);
          return;
        }
        frameworkErrors.set(request, error);
        listener(request, response);
      },
    );
    server.removeListener('request', app);
    server.on('request', (request, response) => {
      hideBody(request);
      app(request, response);
    });
  });
  return { listener, stop };
}

/** What the framework stumbled over before our app was called, if it did. */
export function frameworkErrorOf(request: IncomingMessage): unknown {
  return frameworkErrors.get(request);
}

function hideBody(request: IncomingMessage): void {
  const { headers } = request;
  hiddenHeaders.set(
    request,
    Object.fromEntries(framing.flatMap((name) => (name in headers ? [[name, headers[name]]] : []))),
  );
  for (const name of framing) {
    delete headers[name];
  }
}

function showBody(request: IncomingMessage): void {
  Object.assign(request.headers, hiddenHeaders.get(request));
}
