/** Something that the walkthrough looked at is not as it has to be. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/**
 * Goes on only if something is so.
 *
 * @param sentence what is wrong when it is not.
 * @throws {StepFailure} with the sentence.
 */
export function check(condition: boolean, sentence: string): asserts condition {
  if (!condition) {
    throw new StepFailure(sentence);
  }
}
