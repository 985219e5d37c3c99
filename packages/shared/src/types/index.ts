/** The types of what the schemas accept and give; each stands beside its schema. */
export type * from '../schemas/index.ts';
