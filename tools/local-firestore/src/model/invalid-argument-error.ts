/** Something that a caller sent has not the form that Firestore takes. Calls answer it with `INVALID_ARGUMENT`. */
export class InvalidArgumentError extends Error {
  override readonly name = 'InvalidArgumentError';
  /** The number of gRPC's `INVALID_ARGUMENT`. */
  readonly code = 3;
}
