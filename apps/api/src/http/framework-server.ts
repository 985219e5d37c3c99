import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type RequestListener, Server } from 'node:http';

const serverListens = 'tracing:net.server.listen:asyncStart';

/** The Express app that the functions framework, or the emulator's runtime, puts around a function. */
export interface FrameworkApp extends RequestListener {
  use(handler: (...parameters: never[]) => void): unknown;
}

/**
 * Calls back with the framework's server and app, after they were made and before the server listens. Neither the
 * framework nor the emulator's runtime has a hook for it, and both make their server after the functions were loaded; Node
 * announces every server that is about to listen.
 *
 * @returns Ends the wait, if the server has not come yet.
 * @see https://nodejs.org/api/diagnostics_channel.html#event-tracingnetserverlistenasyncstart
 */
export function onFrameworkServer(adapt: (server: Server, app: FrameworkApp) => void): () => void {
  const stop = () => {
    unsubscribe(serverListens, onListen);
  };
  const onListen = (message: unknown) => {
    const server = serverOf(message);
    const app = server?.listeners('request').find(isFrameworkApp);
    if (!server || !app) {
      return;
    }
    stop();
    adapt(server, app);
  };
  subscribe(serverListens, onListen);
  return stop;
}

function serverOf(message: unknown): Server | undefined {
  if (typeof message !== 'object' || message === null || !('server' in message)) {
    return undefined;
  }
  return message.server instanceof Server ? message.server : undefined;
}

/** An Express app is a function with a `use` method, and it is the server's listener itself. */
function isFrameworkApp(listener: unknown): listener is FrameworkApp {
  return typeof listener === 'function' && 'use' in listener && typeof listener.use === 'function';
}
