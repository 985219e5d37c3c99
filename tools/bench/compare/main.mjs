/**
 * Puts a way of keeping tokens into a situation, and prints a line of JSON about what happened:
 * `node compare/main.mjs SITUATION CONTENDER [NUMBERS]`. See docs/compared.md for how to run it.
 */
import { crash } from './situations/crash.mjs';
import { disconnect } from './situations/disconnect.mjs';
import { outage } from './situations/outage.mjs';
import { race } from './situations/race.mjs';
import { slow } from './situations/slow.mjs';
import { stolen } from './situations/stolen.mjs';
import { startSurroundings } from './surroundings/start.mjs';

/** What runs, and the numbers that it takes unless others are given. */
const situations = {
  /** Processes, callers of each, expiries. */
  race: { run: race, numbers: [2, 1, 32] },
  /** Connections for each of the two places. */
  crash: { run: crash, numbers: [6] },
  /** Connections. */
  outage: { run: outage, numbers: [8] },
  /** Processes, seconds until the answer, connections. */
  slow: { run: slow, numbers: [1, 12, 4] },
  /** Connections. */
  disconnect: { run: disconnect, numbers: [20] },
  /** How often each is tried. */
  stolen: { run: stolen, numbers: [4] },
};
const subjects = ['klayim', 'row-lock', 'authjs-guide', 'better-auth', 'better-auth+encrypted'];

const [situation, subject, ...given] = process.argv.slice(2);
if (!(situation in situations) || !subjects.includes(subject)) {
  const usage = `${Object.keys(situations).join(' | ')}  ${subjects.join(' | ')}  [NUMBERS]`;
  throw new Error(`Usage: node compare/main.mjs ${usage}`);
}
const { run, numbers } = situations[situation];
const surroundings = await startSurroundings(subject);
try {
  const result = await run(surroundings, given.length > 0 ? given.map(Number) : numbers);
  console.log(JSON.stringify({ situation, subject, ...result }));
} finally {
  await surroundings.stop();
}
