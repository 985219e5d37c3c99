import { setImmediate as nextTurn } from 'node:timers/promises';

/** A call that waits for its turn. */
export interface ParkedStep {
  /** Who calls: an instance, or an administrator. */
  actor: string;
  name: string;
}

/**
 * Runs concurrent actors one step at a time. A step is a call to something outside the process; all of its time is
 * spent in its one turn, and between two steps of an actor any number of others may have theirs. The order is chosen
 * by the test, so that a schedule repeats exactly.
 */
export function createSchedule() {
  let parked: (ParkedStep & { run: () => void })[] = [];
  let inTurn: Promise<unknown> = Promise.resolve();

  /** After its step an actor only computes, to the next step or its end: nothing that outlasts a turn of the loop. */
  async function settle(): Promise<void> {
    await inTurn;
    await nextTurn();
    await nextTurn();
  }

  return {
    settle,

    parked: (): readonly ParkedStep[] => parked,

    /** Waits for its turn, and then calls. */
    step<T>(actor: string, name: string, call: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const run = () => {
          const calling = call();
          inTurn = calling.catch(() => undefined);
          calling.then(resolve, reject);
        };
        parked.push({ actor, name, run });
      });
    },

    /** Gives one of those who wait its turn. */
    async advance(
      choice: number,
      among: (step: ParkedStep) => boolean = () => true,
    ): Promise<ParkedStep | null> {
      const candidates = parked.filter(among);
      const chosen = candidates[choice % Math.max(1, candidates.length)];
      if (!chosen) {
        return null;
      }
      parked = parked.filter((step) => step !== chosen);
      chosen.run();
      await settle();
      return chosen;
    },

    /** The process is killed: what it waits for never comes. */
    kill(actor: string): readonly ParkedStep[] {
      const killed = parked.filter((step) => step.actor === actor);
      parked = parked.filter((step) => step.actor !== actor);
      return killed;
    },
  };
}

/** The same object, whose named methods wait for their turn. */
export function inTurns<T extends object>(
  target: T,
  names: readonly (keyof T & string)[],
  inTurn: (name: string, call: () => Promise<unknown>) => Promise<unknown>,
): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value: unknown = Reflect.get(object, name, receiver);
      if (typeof value !== 'function' || !names.some((known) => known === name)) {
        return value;
      }
      return (...input: unknown[]) =>
        inTurn(String(name), async () => Reflect.apply(value, object, input) as unknown);
    },
  });
}
