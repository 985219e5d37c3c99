import type { DocumentFunctions } from '../evaluate/evaluator.ts';
import { compileRuleset, type Decision, type RulesQuestion } from '../ruleset.ts';
import type { Method } from '../source/syntax.ts';
import { fromJson } from '../values/from-fields.ts';
import type { RulesPath, RulesValue } from '../values/value.ts';
import { RulesTimestamp } from '../values/value.ts';

/** The moment of every request in these tests: 2026-11-25T10:20:30.123456789Z. */
export const requestTime = new RulesTimestamp(1_795_602_030_123_456_789n);

/** A ruleset of one match block, for a condition and what else stands beside it. */
export function rulesOf(body: string, match = '/things/{id}'): string {
  return `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match ${match} { ${body} }
  }
}`;
}

/** What surrounds a question, where it matters. */
export interface Surroundings {
  readonly method?: Method;
  readonly path?: string;
  readonly auth?: object | null;
  readonly resource?: object | null;
  readonly newResource?: object | null;
  readonly documents?: Readonly<Record<string, object>>;
}

/** Asks a ruleset about one document. */
export function askRules(source: string, surroundings: Surroundings = {}): Decision {
  return compileRuleset(source).decide(questionOf(surroundings));
}

/** Whether a condition is `true`, `false`, or what is wrong with it. */
export function outcomeOf(condition: string, surroundings: Surroundings = {}): boolean | string {
  const { allowed, reason } = askRules(rulesOf(`allow get: if ${condition};`), surroundings);
  const [what] = reason.split(" for '");
  return allowed || what === 'false' ? allowed : (what ?? '');
}

function questionOf(surroundings: Surroundings): RulesQuestion {
  const {
    method = 'get',
    path = 'things/one',
    auth = { uid: 'ada', token: { role: 'owner' } },
  } = surroundings;
  const { resource = { name: 'thing' }, newResource = null, documents = {} } = surroundings;
  const whole = ['databases', '(default)', 'documents', ...path.split('/')];
  const reading: DocumentFunctions = {
    read({ segments }: RulesPath, after) {
      const data = documents[`${segments.slice(3).join('/')}${after ? ' after' : ''}`];
      return data && resourceOf(data);
    },
  };
  return {
    method,
    path: whole,
    resource: resource && resourceOf(resource),
    request: new Map<string, RulesValue>([
      ['auth', fromJson(auth)],
      ['method', method],
      ['path', fromJson(null)],
      ['query', null],
      ['resource', newResource && resourceOf(newResource)],
      ['time', requestTime],
    ]),
    documents: reading,
    reads: { paths: new Set(), limit: 20 },
  };
}

function resourceOf(data: object): RulesValue {
  return new Map([
    ['data', fromJson(data)],
    ['id', 'one'],
  ]);
}
