import type {
  Expression,
  FunctionDeclaration,
  MatchBlock,
  PatternSegment,
  RulesetSource,
} from '@klayim/local-firestore/rules';

/** Writes parsed rules down again. Each operation has its own brackets, so nothing depends on precedence. */
export function printRules({ functions, blocks }: RulesetSource): string {
  const parts = [...functions.map(printFunction), ...blocks.map(printBlock)];
  return `rules_version = '2';\nservice cloud.firestore {\n${parts.join('\n')}\n}\n`;
}

function printBlock({ pattern, functions, allows, blocks }: MatchBlock): string {
  const parts = [
    ...functions.map(printFunction),
    ...allows.map(
      ({ methods, condition }) => `allow ${[...methods].join(', ')}: if ${printExpression(condition)};`,
    ),
    ...blocks.map(printBlock),
  ];
  return `match /${pattern.map(printSegment).join('/')} {\n${parts.join('\n')}\n}`;
}

function printFunction({ name, parameters, bindings, result }: FunctionDeclaration): string {
  const lets = bindings.map((binding) => `let ${binding.name} = ${printExpression(binding.value)};`);
  const body = [...lets, `return ${printExpression(result)};`].join(' ');
  return `function ${name}(${parameters.join(', ')}) { ${body} }`;
}

function printSegment(segment: PatternSegment): string {
  switch (segment.kind) {
    case 'text':
      return segment.text;
    case 'single':
      return `{${segment.name}}`;
    case 'recursive':
      return `{${segment.name}=**}`;
  }
}

/** One expression, in brackets where it needs them. */
function printExpression(expression: Expression): string {
  const print = printExpression;
  const list = (items: readonly Expression[]) => items.map(print).join(', ');
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? printText(expression.value) : String(expression.value);
    case 'variable':
      return expression.name;
    case 'member':
      return `${print(expression.object)}.${expression.name}`;
    case 'index':
      return `${print(expression.object)}[${print(expression.index)}]`;
    case 'range':
      return `${print(expression.object)}[${print(expression.from)}:${print(expression.to)}]`;
    case 'call':
      return `${expression.name}(${list(expression.args)})`;
    case 'method':
      return `${print(expression.object)}.${expression.name}(${list(expression.args)})`;
    case 'unary':
      return `${expression.operator}(${print(expression.operand)})`;
    case 'binary':
    case 'logical':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'is':
      return `(${print(expression.operand)} is ${expression.type})`;
    case 'conditional':
      return `(${print(expression.condition)} ? ${print(expression.whenTrue)} : ${print(expression.whenFalse)})`;
    case 'list':
      return `[${list(expression.items)}]`;
    case 'map':
      return `{${expression.entries.map((entry) => entry.map(print).join(': ')).join(', ')}}`;
    case 'path':
      return expression.segments
        .map((segment) => (typeof segment === 'string' ? `/${segment}` : `/$(${print(segment)})`))
        .join('');
  }
}

function printText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
