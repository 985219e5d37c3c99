import type { z } from 'zod';

/** The issue of a schema, in words that help the author of the file. */
export function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') {
    return 'is empty';
  }
  if (issue.code === 'too_big') {
    return `is longer than ${issue.maximum} characters`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'email') {
    return issue.input === '' ? 'is empty' : 'is not an email address';
  }
  if (issue.code === 'invalid_format' || issue.code === 'custom') {
    return issue.message;
  }
  return 'is not a value that can be stored';
}
