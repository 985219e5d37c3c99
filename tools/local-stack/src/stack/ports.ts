import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StackError } from '../stack-error.ts';

/** Everything of the stack listens on loopback only. */
export const loopbackHost = '127.0.0.1';

/** One port for each server of the stack. */
export interface Ports {
  readonly firestore: number;
  readonly google: number;
  readonly microsoft: number;
  /** The mail server, and the page that shows its mails. */
  readonly smtp: number;
  readonly mailPage: number;
  /** The receiver of webhooks, and its page. */
  readonly webhooks: number;
  readonly functions: number;
  readonly auth: number;
  readonly tasks: number;
  /** The dashboard, and the API below `/api`. */
  readonly hosting: number;
  readonly hub: number;
  /** These two are not used and cannot be left out. */
  readonly eventarc: number;
  readonly logging: number;
}

/** The ports that people find in the documentation; those of the emulators are the ones in `firebase.json`. */
export const fixedPorts: Ports = {
  firestore: 8080,
  google: 9801,
  microsoft: 9802,
  smtp: 9803,
  mailPage: 9804,
  webhooks: 9805,
  functions: 5001,
  auth: 9099,
  tasks: 9499,
  hosting: 5002,
  hub: 4400,
  eventarc: 9299,
  logging: 4500,
};

const names = Object.keys(fixedPorts) as (keyof Ports)[];

/** Below the range that operating systems take outgoing connections from, which could be taken at any moment. */
const anyPort = { from: 20_000, to: 32_000 };
const attempts = 200;

/**
 * Makes sure that ports are free.
 *
 * @param unused ports that this run does not need.
 * @throws {StackError} naming every busy one.
 */
export async function requireFreePorts(ports: Ports, unused: readonly (keyof Ports)[]): Promise<Ports> {
  const needed = names.filter((name) => !unused.includes(name));
  const free = await Promise.all(needed.map((name) => isFree(ports[name])));
  const busy = needed.filter((_name, index) => free[index] === false);
  if (busy.length > 0) {
    const list = busy.map((name) => `${ports[name]} (${name})`).join(', ');
    throw new StackError(
      `${busy.length === 1 ? 'A port is' : 'Some ports are'} in use: ${list}. ` +
        'Stop what listens there (perhaps another `dev`), or add --any-ports to take free ones.',
    );
  }
  return ports;
}

/** Finds a free port for each server. */
export async function findFreePorts(): Promise<Ports> {
  const found = new Set<number>();
  for (let attempt = 0; attempt < attempts && found.size < names.length; attempt += 1) {
    const port = randomInt(anyPort.from, anyPort.to);
    if (await isFree(port)) {
      found.add(port);
    }
  }
  if (found.size < names.length) {
    throw new StackError(`There are not enough free ports between ${anyPort.from} and ${anyPort.to}.`);
  }
  const free = [...found];
  return { ...fixedPorts, ...Object.fromEntries(names.map((name, index) => [name, free[index]])) };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, loopbackHost, () => server.close(() => resolve(true)));
  });
}
