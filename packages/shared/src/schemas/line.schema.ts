import * as z from 'zod';
import { cleanLine, lineFault } from '../text/line-text.ts';

/**
 * A line of text, cleaned: see `cleanLine`. Refused when it holds control characters or ones that reorder text, or begins
 * as a formula does.
 * @param max longest text after cleaning, in UTF-16 units.
 */
export function lineSchema(max = 200) {
  return z
    .string()
    .overwrite(cleanLine)
    .max(max)
    .superRefine((text, context) => {
      const fault = lineFault(text);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    });
}
