export * from './schemas/index.ts';
export type * from './types/index.ts';
