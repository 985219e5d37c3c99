import * as documents from './documents.ts';
import * as listeners from './listeners.ts';
import * as queries from './queries.ts';
import * as transactions from './transactions.ts';

const { transactionWithPause: _needsAFunction, ...overTheChannel } = transactions;

/** Everything that a client process can be asked to do. Arguments and results cross a process border. */
export const scenarios = { ...documents, ...listeners, ...queries, ...overTheChannel };

export type Scenarios = typeof scenarios;
