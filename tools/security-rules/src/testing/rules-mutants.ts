import {
  type AllowStatement,
  type Expression,
  type FunctionDeclaration,
  type MatchBlock,
  type Method,
  type PatternSegment,
  parseRuleset,
  type RulesetSource,
} from '@klayim/local-firestore/rules';
import { printRules } from './print-rules.ts';

/** Rules that are broken in one place. */
export interface Mutant {
  /** What was done, and the line of the original. */
  readonly name: string;
  readonly source: string;
}

type Change<T> = readonly [what: string, changed: T];

const methods: readonly Method[] = ['get', 'list', 'create', 'update', 'delete'];
/** Roles that a careless edit could let in. */
const otherRoles = ['member', 'service'];

/**
 * Breaks rules in every way, one at a time: conditions dropped, turned round or fixed to an answer, methods added and
 * taken away, paths widened, names and texts confused, blocks removed.
 *
 * A block whose conditions are all `false` is left to its condition: which paths and methods nobody may use makes no
 * difference.
 */
export function mutantsOf(original: string): Mutant[] {
  const source = parseRuleset(original);
  return rulesetChanges(source).map(([name, changed]) => ({ name, source: printRules(changed) }));
}

function rulesetChanges(source: RulesetSource): Change<RulesetSource>[] {
  return [
    ...each(source.functions, functionChanges, (functions) => ({ ...source, functions })),
    ...each(source.blocks, blockChanges, (blocks) => ({ ...source, blocks })),
  ];
}

function blockChanges(block: MatchBlock): Change<MatchBlock>[] {
  const opens = block.allows.some(({ condition }) => !isFalse(condition));
  return [
    ...each(block.functions, functionChanges, (functions) => ({ ...block, functions })),
    ...each(block.allows, allowChanges, (allows) => ({ ...block, allows })),
    ...each(block.blocks, blockChanges, (blocks) => ({ ...block, blocks })),
    ...(opens ? openedChanges(block) : []),
  ];
}

/** What can go wrong with the path of a block that lets somebody in. */
function openedChanges(block: MatchBlock): Change<MatchBlock>[] {
  const { pattern, at } = block;
  const last = pattern.at(-1);
  const change = (what: string, changed: readonly PatternSegment[]): Change<MatchBlock> => [
    `L${at.line}: ${what}`,
    { ...block, pattern: changed },
  ];
  const texts = pattern.flatMap((segment, position) => (segment.kind === 'text' ? position : []));
  return [
    ...texts.map((position) =>
      change('any collection', pattern.with(position, { kind: 'single', name: 'anyCollection' })),
    ),
    ...(last?.kind === 'single'
      ? [change('everything below', pattern.with(-1, { kind: 'recursive', name: last.name }))]
      : []),
    change('in every collection group', [{ kind: 'recursive', name: 'anyPath' }, ...pattern]),
    change('every document', [{ kind: 'recursive', name: last?.kind === 'single' ? last.name : 'all' }]),
    [`L${at.line}: without its rules`, { ...block, allows: [] }],
    ...block.allows.map(
      (allow): Change<MatchBlock> => [
        `L${allow.at.line}: also create, by what is written`,
        { ...block, allows: [...block.allows, creating(allow)] },
      ],
    ),
  ];
}

/** The same condition on the document that is to be created. */
function creating({ at, condition }: AllowStatement): AllowStatement {
  return { at, methods: new Set(['create']), condition: aboutWritten(condition) };
}

function aboutWritten(expression: Expression): Expression {
  switch (expression.kind) {
    case 'variable':
      return expression.name === 'resource'
        ? { kind: 'member', at: expression.at, object: { ...expression, name: 'request' }, name: 'resource' }
        : expression;
    case 'member':
      return { ...expression, object: aboutWritten(expression.object) };
    case 'call':
      return { ...expression, args: expression.args.map(aboutWritten) };
    case 'logical':
    case 'binary':
      return { ...expression, left: aboutWritten(expression.left), right: aboutWritten(expression.right) };
    default:
      return expression;
  }
}

function allowChanges(allow: AllowStatement): Change<AllowStatement>[] {
  const line = `L${allow.at.line}`;
  const conditions = conditionChanges(allow.condition).map(
    ([what, condition]): Change<AllowStatement> => [what, { ...allow, condition }],
  );
  if (isFalse(allow.condition)) {
    return conditions;
  }
  // A document that is created is not there before, so a condition on it would refuse every one.
  const added = methods.filter((method) => method !== 'create' && !allow.methods.has(method));
  return [
    ...conditions,
    ...added.map(
      (method): Change<AllowStatement> => [
        `${line}: also ${method}`,
        { ...allow, methods: new Set([...allow.methods, method]) },
      ],
    ),
    ...[...allow.methods].map(
      (method): Change<AllowStatement> => [
        `${line}: not ${method}`,
        {
          ...allow,
          methods: allow.methods.size === 1 ? new Set(['delete']) : without(allow.methods, method),
        },
      ],
    ),
  ];
}

function functionChanges(declaration: FunctionDeclaration): Change<FunctionDeclaration>[] {
  const { bindings, result } = declaration;
  return [
    ...conditionChanges(result).map(
      ([what, changed]): Change<FunctionDeclaration> => [what, { ...declaration, result: changed }],
    ),
    ...each(
      bindings,
      (binding) => expressionChanges(binding.value).map(([what, value]) => [what, { ...binding, value }]),
      (changed) => ({ ...declaration, bindings: changed }),
    ),
  ];
}

/** Of an expression that allows or refuses: also fixed to either. */
function conditionChanges(expression: Expression): Change<Expression>[] {
  const { at } = expression;
  const answers = [true, false].filter(
    (value) => !(expression.kind === 'literal' && expression.value === value),
  );
  return [
    ...answers.map(
      (value): Change<Expression> => [`L${at.line}: always ${value}`, { kind: 'literal', at, value }],
    ),
    ...expressionChanges(expression),
  ];
}

function expressionChanges(expression: Expression): Change<Expression>[] {
  return [
    ...ownChanges(expression).map(
      ([what, changed]): Change<Expression> => [
        `L${expression.at.line}:${expression.at.column}: ${what}`,
        changed,
      ],
    ),
    ...innerChanges(expression),
  ];
}

function ownChanges(expression: Expression): Change<Expression>[] {
  switch (expression.kind) {
    case 'logical':
      return [
        ['left side only', expression.left],
        ['right side only', expression.right],
        ['and, or confused', { ...expression, operator: expression.operator === '&&' ? '||' : '&&' }],
      ];
    case 'binary':
      return expression.operator === '=='
        ? [
            ['unequal', { ...expression, operator: '!=' }],
            ['always true', { kind: 'literal', at: expression.at, value: true }],
          ]
        : [
            ['always true', { kind: 'literal', at: expression.at, value: true }],
            ['the opposite', { kind: 'unary', at: expression.at, operator: '!', operand: expression }],
          ];
    case 'list':
      return [
        ...expression.items.map(
          (_item, position): Change<Expression> => [
            `without item ${position}`,
            { ...expression, items: expression.items.toSpliced(position, 1) },
          ],
        ),
        ...otherRoles.map(
          (value): Change<Expression> => [
            `with ${value}`,
            { ...expression, items: [...expression.items, { kind: 'literal', at: expression.at, value }] },
          ],
        ),
      ];
    case 'literal':
      return typeof expression.value === 'string'
        ? [['another text', { ...expression, value: `${expression.value}~` }]]
        : [];
    case 'member':
      // Only where any property may be asked for; elsewhere such rules do not load.
      return ['auth', 'token', 'data', 'resource'].includes(expression.name)
        ? []
        : [['another property', { ...expression, name: expression.name === 'role' ? 'sub' : 'role' }]];
    default:
      return [];
  }
}

function innerChanges(expression: Expression): Change<Expression>[] {
  const changes = expressionChanges;
  const of = (key: 'left' | 'right' | 'object' | 'operand' | 'condition' | 'whenTrue' | 'whenFalse') => {
    const part = (expression as unknown as Partial<Record<typeof key, Expression>>)[key];
    return part
      ? changes(part).map(
          ([what, changed]): Change<Expression> => [what, { ...expression, [key]: changed } as Expression],
        )
      : [];
  };
  const parts = (
    ['left', 'right', 'object', 'operand', 'condition', 'whenTrue', 'whenFalse'] as const
  ).flatMap(of);
  if (expression.kind === 'call' || expression.kind === 'method') {
    return [...parts, ...each(expression.args, changes, (args) => ({ ...expression, args }))];
  }
  return expression.kind === 'list'
    ? [...parts, ...each(expression.items, changes, (items) => ({ ...expression, items }))]
    : parts;
}

/** Changes one of several at a time. */
function each<Item, Whole>(
  items: readonly Item[],
  changesOf: (item: Item) => readonly Change<Item>[],
  rebuild: (items: readonly Item[]) => Whole,
): Change<Whole>[] {
  return items.flatMap((item, position) =>
    changesOf(item).map(([what, changed]): Change<Whole> => [what, rebuild(items.with(position, changed))]),
  );
}

function without(all: ReadonlySet<Method>, one: Method): Set<Method> {
  return new Set([...all].filter((method) => method !== one));
}

function isFalse(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === false;
}
