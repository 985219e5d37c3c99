import { initializeApp } from 'firebase-admin-14/app';
import { type Firestore, getFirestore } from 'firebase-admin-14/firestore';
import { type Scenarios, scenarios } from './scenarios/index.ts';

// A process of its own with the current Admin SDK, told over the channel to its parent what to do.

interface Order {
  readonly id: number;
  readonly name: keyof Scenarios;
  readonly args: readonly unknown[];
}

const db = getFirestore(initializeApp({ projectId: process.argv[2] ?? '' }));

async function obey({ id, name, args }: Order): Promise<void> {
  try {
    // The parent checks names and arguments by the same type.
    const scenario = scenarios[name] as (db: Firestore, ...given: readonly unknown[]) => Promise<unknown>;
    process.send?.({ id, result: await scenario(db, ...args) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

process.on('message', (order) => void obey(order as Order));
process.on('disconnect', () => process.exit());
process.send?.('ready');
