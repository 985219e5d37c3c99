export { compileRuleset, type Decision, type Ruleset } from './ruleset.ts';
export { RulesSyntaxError } from './source/rules-syntax-error.ts';
export { parseRuleset } from './source/ruleset-parser.ts';
export type {
  AllowStatement,
  Expression,
  FunctionDeclaration,
  MatchBlock,
  Method,
  PatternSegment,
  RulesetSource,
} from './source/syntax.ts';
