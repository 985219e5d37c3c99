import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';

const nothing = {
  action: 'run',
  once: false,
  fresh: false,
  anyPorts: false,
  verbose: false,
  demo: true,
  newKey: false,
  firestore: 'local',
  stateDir: undefined,
};

describe('the command line of dev', () => {
  it('starts and stays up without any option', () => {
    expect(parseArguments([])).toEqual(nothing);
  });

  it.each([
    [['--once'], { once: true }],
    [['--fresh', '--once'], { fresh: true, once: true }],
    [['--any-ports'], { anyPorts: true }],
    [['--verbose'], { verbose: true }],
    [['--no-demo'], { demo: false }],
    [['--new-key'], { newKey: true }],
    [['--firestore', 'google'], { firestore: 'google' }],
    [['--firestore', 'local'], { firestore: 'local' }],
    [['--state-dir', 'elsewhere'], { stateDir: 'elsewhere' }],
    [['--', '--once'], { once: true }],
  ])('understands %j', (given, expected) => {
    expect(parseArguments(given)).toEqual({ ...nothing, ...expected });
  });

  it('shows the help whatever else is asked for', () => {
    expect(parseArguments(['--once', '--help'])).toEqual({ action: 'help' });
  });

  it.each([
    [['--onec'], /no option "--onec"/],
    [['now'], /no option "now"/],
    [['--once', '--no-demo'], /--once runs the demonstration/],
    [['--firestore'], /--firestore needs "local" or "google"/],
    [['--firestore', 'redis'], /--firestore needs "local" or "google"/],
    [['--state-dir'], /--state-dir needs a folder/],
    [['--state-dir', '--once'], /--state-dir needs a folder/],
  ])('refuses %j in a sentence', (given, message) => {
    expect(parseArguments(given)).toEqual({ action: 'refuse', message: expect.stringMatching(message) });
  });
});
