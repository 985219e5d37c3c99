export type { JobFacts } from './main-job/job-context.ts';
export {
  type MainJobListener,
  type MainJobReport,
  runMainJob,
} from './main-job/main-job.ts';
export type { StepResult } from './main-job/run-steps.ts';
export { type StackUser, stackUsers } from './stack/auth-users.ts';
export { type Stack, type StackOptions, startStack } from './stack/stack.ts';
export { StackError, sentenceOf } from './stack-error.ts';
