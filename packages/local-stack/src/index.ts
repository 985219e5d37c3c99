export { type Role, USERS, type StackUser } from './stack/auth-users.ts';
export { type Stack, type StackOptions, startStack } from './stack/stack.ts';
export { sentenceOf, StackError } from './stack-error.ts';
