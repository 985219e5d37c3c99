import type { Action } from './action.ts';
import { callActions } from './call-actions.ts';
import { tokenActions } from './token-actions.ts';

/** Every action of the table. */
export const actions: readonly Action[] = [...tokenActions, ...callActions];
