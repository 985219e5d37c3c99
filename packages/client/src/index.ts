export {
  createKlayimClient,
  type FullAnswer,
  type KlayimClient,
  type KlayimClientOptions,
} from './client.ts';
export type { ProblemCode } from './generated/operations.ts';
export { isKlayimError, KlayimError, type KlayimErrorCode } from './klayim-error.ts';
export type {
  Answer,
  Arrived,
  CallInput,
  Item,
  Line,
  OperationId,
  Schemas,
  ServerEvent,
} from './operations.ts';
export type { TokenProvider } from './send.ts';
