import { memoize } from '../lib/memoize.ts';
import { createProviders } from './index.ts';
import { getConfig } from '../config/config.ts';

/** The process's configured providers. */
export const getProviders = memoize(() => createProviders(getConfig()));
