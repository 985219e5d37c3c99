import { createServer, type RequestListener } from 'node:http';

/** A server on a free loopback port. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:40001`. */
  url: string;
  close(): Promise<void>;
}

/** Serves an app on loopback until `close`. */
export async function listen(app: RequestListener): Promise<RunningServer> {
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the server has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}
