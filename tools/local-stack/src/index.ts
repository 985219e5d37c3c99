export { type StackUser, stackUsers } from './stack/auth-users.ts';
export { type Stack, type StackOptions, startStack } from './stack/stack.ts';
export { StackError, sentenceOf } from './stack-error.ts';
export type { JobFacts } from './walkthrough/job-context.ts';
export type { StepResult } from './walkthrough/run-steps.ts';
export {
  runWalkthrough,
  type WalkthroughListener,
  type WalkthroughReport,
} from './walkthrough/walkthrough.ts';
