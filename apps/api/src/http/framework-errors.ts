import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, type RequestListener, Server, type ServerResponse } from 'node:http';
import { limitSlowClients } from './slow-clients.ts';

const requestStart = 'http.server.request.start';
const frameworkErrors = new WeakMap<IncomingMessage, unknown>();

type FrameworkErrorHandler = (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
) => void;

interface FrameworkApp {
  use(handler: FrameworkErrorHandler): unknown;
}

/**
 * Hands requests that the functions framework gives up on to our own app, so that they are answered as any other.
 *
 * Cloud Functions' framework and the emulator's runtime run an Express app of their own that parses bodies and decodes
 * the path before it calls a function. What fails there (malformed JSON, an unknown charset, `%ZZ` in the path) never
 * reaches the function: Express answers with an HTML page, which outside production holds a stack trace. Neither of
 * them has a hook for it, and their app is made after the functions were loaded. So this waits for the first request of
 * the process: Node announces it before the server's listener, which is that app, sees it. There is still time to add
 * an error handler, and it serves that first request too. Their server is told its patience with slow clients at the same
 * time: it is made before any of our code runs.
 *
 * @param handle The app that answers instead. It finds the framework's error by {@link frameworkErrorOf}.
 * @returns Ends the wait, if no request has come yet.
 * @see https://github.com/GoogleCloudPlatform/functions-framework-nodejs/issues/686
 * @see https://nodejs.org/api/diagnostics_channel.html#event-httpserverrequeststart
 */
export function installFrameworkErrors(handle: RequestListener): () => void {
  const stop = () => {
    unsubscribe(requestStart, onRequestStart);
  };
  const onRequestStart = (message: unknown) => {
    const { server, app } = frameworkOf(message) ?? {};
    if (!server || !app) return;
    stop();
    limitSlowClients(server);
    app.use((error, request, response, next) => {
      if (response.headersSent) {
        next(error);
        return;
      }
      frameworkErrors.set(request, error);
      handle(request, response);
    });
  };
  subscribe(requestStart, onRequestStart);
  return stop;
}

/** What the framework stumbled over before our app was called, if it did. */
export function frameworkErrorOf(request: IncomingMessage): unknown {
  return frameworkErrors.get(request);
}

/** An Express app is a function with a `use` method, and it is the server's listener itself. */
function frameworkOf(message: unknown): { server: Server; app: FrameworkApp | undefined } | undefined {
  if (typeof message !== 'object' || message === null || !('server' in message)) return undefined;
  if (!(message.server instanceof Server)) return undefined;
  const listeners: unknown[] = message.server.listeners('request');
  return { server: message.server, app: listeners.find(isFrameworkApp) };
}

function isFrameworkApp(listener: unknown): listener is FrameworkApp {
  return typeof listener === 'function' && 'use' in listener && typeof listener.use === 'function';
}
