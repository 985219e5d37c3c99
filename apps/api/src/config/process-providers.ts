import { memoize } from '../lib/memoize.ts';
import { createProviders } from '../providers/index.ts';
import { getConfig } from './config.ts';

/** The process's configured providers. */
export const getProviders = memoize(() => createProviders(getConfig()));
