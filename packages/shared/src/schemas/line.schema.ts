import * as z from 'zod';
import { cleanLine, lineFault } from '../text/line-text.ts';

/**
 * A line of text, cleaned: see `cleanLine`. Refused when it holds control characters or ones that reorder text, or begins
 * as a formula does. The raw length is judged first, since cleaning takes time that grows faster than the text; text that
 * was decomposed may be longer than what becomes of it.
 * @param max longest text after cleaning, in UTF-16 units.
 */
export function lineSchema(max = 200) {
  return z
    .string()
    .max(4 * max, { abort: true })
    .overwrite(cleanLine)
    .max(max)
    .superRefine((text, context) => {
      const fault = lineFault(text);
      if (fault !== null) {
        context.addIssue({ code: 'custom', message: fault });
      }
    });
}
