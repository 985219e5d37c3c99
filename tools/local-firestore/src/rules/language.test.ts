import { describe, expect, it } from 'vitest';
import { outcomeOf } from './testing/ask-rules.ts';

// What the reference says of the language, section by section.
// https://firebase.google.com/docs/rules/rules-language and https://firebase.google.com/docs/reference/rules

const noValue = /error|undefined|not found|range|overflow|zero|Not a|text|keys/i;

function expectOutcome(condition: string, expected: boolean | 'error'): void {
  const outcome = outcomeOf(condition);
  if (expected === 'error') {
    expect(outcome, condition).toMatch(noValue);
  } else {
    expect(outcome, condition).toBe(expected);
  }
}

describe('Operator precedence', () => {
  it.each([
    ['1 + 2 * 3 == 7', true],
    ['(1 + 2) * 3 == 9', true],
    ['10 - 4 - 3 == 3', true],
    ['8 / 4 / 2 == 1', true],
    ['7 % 4 * 2 == 6', true],
    ['1 < 2 == true', true],
    ['1 + 1 < 3 && 2 > 1', true],
    ["'a' in ['a'] == true", true],
    ['1 is int == true', true],
    ['true || false && false', true],
    ['(true || false) && false', false],
    ['!false && true', true],
    ['!(false && true)', true],
    ['-2 + 3 == 1', true],
    ['- - 2 == 2', true],
    ['true ? false : true ? true : false', false],
    ['false ? false : true ? true : false', true],
    ['false || true ? true : false', true],
    ["!('a' == 'b')", true],
    ['-[1, 2][1] == -2', true],
  ])('%s is %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('Logic: one operand can decide alone, an error is no answer', () => {
  const error = 'resource.data.missing';
  it.each([
    [`true || ${error}`, true],
    [`${error} || true`, true],
    [`false || ${error}`, 'error'],
    [`${error} || false`, 'error'],
    [`false && ${error}`, false],
    [`${error} && false`, false],
    [`true && ${error}`, 'error'],
    [`${error} && true`, 'error'],
    [`!${error}`, 'error'],
    [`!(${error} && false)`, true],
    [`${error} ? true : true`, 'error'],
    [`true ? true : ${error}`, true],
    [`false ? ${error} : true`, true],
    ['1 && true', 'error'],
    ["'true'", 'error'],
    ['1', 'error'],
    ['null', 'error'],
    ['!null', 'error'],
    ['null ? true : true', 'error'],
    ['[]', 'error'],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.Boolean, rules.Integer, rules.Float, rules.Number', () => {
  it.each([
    ['1 == 1.0', true],
    ['1 != 1.5', true],
    ['2 > 1.5', true],
    ['1.5 >= 1.5', true],
    ['7 / 2 == 3', true],
    ['-7 / 2 == -3', true],
    ['7.0 / 2 == 3.5', true],
    ['7 % 3 == 1', true],
    ['-7 % 3 == -1', true],
    ['1 / 0 == 1', 'error'],
    ['1 % 0 == 1', 'error'],
    ['1.0 / 0.0 > 0', true],
    ['9223372036854775807 + 1 > 0', 'error'],
    ['-9223372036854775807 - 1 < 0', true],
    ['-9223372036854775807 - 2 < 0', 'error'],
    ['9223372036854775807 * 2 > 0', 'error'],
    ['9007199254740993 == 9007199254740992', false],
    ["1 + '1' == 2", 'error'],
    ['true + true == 2', 'error'],
    ["1 == '1'", false],
    ["1 < '1'", 'error'],
    ['true < false', 'error'],
    ['1 < null', 'error'],
    ['null == null', true],
    ['1 == null', false],
    ['null != 1', true],
    ["int('2') == 2 && int(2.9) == 2 && int('-3') == -3", true],
    ["int('2.5') == 2", 'error'],
    ["float('2.5') == 2.5 && float(2) is float", true],
    ["float('two') == 2.0", 'error'],
    ["bool('true') && !bool('false')", true],
    ["bool('yes')", 'error'],
    ["string(true) == 'true' && string(1) == '1' && string(2.0) == '2.0' && string(null) == 'null'", true],
    ['string([]) == ""', 'error'],
    ['math.abs(-1) == 1 && math.abs(-1.5) == 1.5', true],
    ['math.ceil(4.2) == 5 && math.floor(4.8) == 4 && math.round(4.4) == 4', true],
    ['math.ceil(1.0 / 0.0) > 0', 'error'],
    ['math.isInfinite(1.0 / 0.0) && !math.isInfinite(1.2) && math.isNaN(0.0 / 0.0)', true],
    ['math.pow(2, 3) == 8.0 && math.sqrt(4.0) == 2.0', true],
    ['0.0 / 0.0 == 0.0 / 0.0', false],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.String', () => {
  it.each([
    ["'a' + 'b' == 'ab'", true],
    ["'a' < 'b' && 'A' < 'a' && 'a' < 'aa'", true],
    ["'hello'[1] == 'e' && 'hello'[1:3] == 'el' && 'hello'[0:0] == ''", true],
    ["'hello'[5] == ''", 'error'],
    ["'hello'[-1] == 'o'", 'error'],
    ["'hello'[1:9] == ''", 'error'],
    ["'KLMNOP'.lower() == 'klmnop' && 'klmnop'.upper() == 'KLMNOP'", true],
    ["' a '.trim() == 'a'", true],
    ["'string'.size() == 6 && 'ü€😀'.size() == 3", true],
    ["'user@domain.com'.matches('.*@domain[.]com')", true],
    ["'banana'.matches('.*nan.*')", true],
    ["'banana'.matches('nan')", false],
    ["'A'.matches('(?i)a')", true],
    ["'a'.matches('(')", 'error'],
    ["'foo'.matches('(?=f)foo')", 'error'],
    ["'a\\nb'.matches('a.b')", false],
    ["'bananas'.replace('a', 'o') == 'bononos'", true],
    ["'foo'.replace('(f)', '$1') == '$1oo'", true],
    ["'a/b/c'.split('/') == ['a', 'b', 'c']", true],
    ["'a1b22c'.split('[0-9]+') == ['a', 'b', 'c']", true],
    ["'quote \\' and \\\\' == \"quote ' and \\\\\"", true],
    [
      "'a'.toUtf8().size() == 1 && 'ü'.toUtf8().toHexString() == 'c3bc' && 'a'.toUtf8().toBase64() == 'YQ=='",
      true,
    ],
    ["'a'.toUtf8() == 'a'.toUtf8() && 'a'.toUtf8() is bytes", true],
    ["'a' * 2 == 'aa'", 'error'],
    ['null.size() == 0', 'error'],
    ["'a'.keys() == []", 'error'],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.List', () => {
  it.each([
    ["['a', 'b'][0] == 'a' && ['a', 'b', 'c'][1:3] == ['b', 'c']", true],
    ["['a'][1] == 'a'", 'error'],
    ["['a']['0'] == 'a'", 'error'],
    ["'a' in ['a', 'b'] && !('c' in ['a', 'b'])", true],
    ['1 in [1.0]', true],
    ["'a' in 'abc'", 'error'],
    ['[1, 2] == [1, 2] && [1, 2] != [2, 1] && [1] != [1, 1]', true],
    ["['a'].concat(['b']) == ['a', 'b']", true],
    ["['a', 'b'].hasAll(['a']) && !['a'].hasAll(['a', 'b']) && ['a'].hasAll([])", true],
    ["['a', 'b'].hasAny(['c', 'a']) && !['a'].hasAny(['b']) && !['a'].hasAny([])", true],
    ["['a', 'a'].hasOnly(['a', 'b']) && !['a', 'c'].hasOnly(['a', 'b'])", true],
    ["['a', 'b'].join(';') == 'a;b'", true],
    ['[1].join(",") == "1"', 'error'],
    ["['a', 'b', 'a'].removeAll(['a']) == ['b']", true],
    ["['a', 'b'].size() == 2 && [].size() == 0", true],
    ["['a', 'b', 'a'].toSet().size() == 2", true],
    ["['a'] + ['b'] == ['a', 'b']", 'error'],
    ['[1] < [2]', 'error'],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.Set', () => {
  it.each([
    ["['a', 'b'].toSet() == ['b', 'a'].toSet()", true],
    ["['a', 'b'].toSet() == ['b', 'a']", false],
    ["'a' in ['a'].toSet()", true],
    ["['a', 'b'].toSet().difference(['a'].toSet()) == ['b'].toSet()", true],
    ["['a', 'b'].toSet().intersection(['a', 'c'].toSet()) == ['a'].toSet()", true],
    ["['a'].toSet().union(['b'].toSet()) == ['a', 'b'].toSet()", true],
    [
      "['a', 'b'].toSet().hasAll(['a']) && ['a'].toSet().hasAny(['a', 'x']) && ['a'].toSet().hasOnly(['a'])",
      true,
    ],
    ["['d', 'e'].toSet().hasOnly(['d'])", false],
    ["['a'].toSet().union(['b']) == ['a'].toSet()", 'error'],
    ["['a'].toSet()[0] == 'a'", 'error'],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.Map and rules.MapDiff', () => {
  it.each([
    ["{'a': 1}.a == 1 && {'a': 1}['a'] == 1", true],
    ["{'a': 1}.b == 1", 'error'],
    ["{'a': 1}['b'] == 1", 'error'],
    ["{'a': null}.a == null", true],
    ["{'a': {'b': 1}}.a.b == 1", true],
    ["'a' in {'a': 1} && !('b' in {'a': 1})", true],
    ["!(1 in {'a': 1})", 'error'],
    ["!(null in {'a': 1})", 'error'],
    ["{'a': 1, 'b': 2} == {'b': 2, 'a': 1} && {'a': 1} != {'a': 2} && {} == {}", true],
    ["{'a': 1}.get('a', 7) == 1 && {'a': 1}.get('b', 7) == 7", true],
    ["{'a': {'b': 1}}.get(['a', 'b'], 7) == 1 && {'a': 1}.get(['a', 'b'], 7) == 7", true],
    ["{'a': null}.get('a', 7) == null", true],
    ["{'a': 1, 'b': 2}.keys().toSet() == ['a', 'b'].toSet() && {'a': 1}.values() == [1]", true],
    ["{'a': 1}.size() == 1", true],
    ['{1: 2} == {}', 'error'],
    ["{'a': 1, 'c': 1}.diff({'b': 1, 'c': 2}).addedKeys() == ['a'].toSet()", true],
    ["{'a': 1, 'c': 1}.diff({'b': 1, 'c': 2}).removedKeys() == ['b'].toSet()", true],
    ["{'a': 1, 'c': 1}.diff({'b': 1, 'c': 2}).changedKeys() == ['c'].toSet()", true],
    ["{'a': 1, 'c': 1}.diff({'a': 1, 'c': 2}).unchangedKeys() == ['a'].toSet()", true],
    ["{'a': 1, 'c': 1}.diff({'b': 1, 'c': 2}).affectedKeys() == ['a', 'b', 'c'].toSet()", true],
    ["{'a': 1}.diff({'a': 1}).affectedKeys().size() == 0", true],
    ["{'a': {'b': 1}}.diff({'a': {'b': 2}}).affectedKeys().hasOnly(['a'])", true],
    ["{'a': 1}.diff([]) == null", 'error'],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.Timestamp and rules.Duration', () => {
  it.each([
    ['request.time == request.time && request.time is timestamp', true],
    ['request.time.year() == 2026 && request.time.month() == 11 && request.time.day() == 25', true],
    ['request.time.hours() == 10 && request.time.minutes() == 20 && request.time.seconds() == 30', true],
    ['request.time.nanos() == 123456789 && request.time.toMillis() == 1795602030123', true],
    ['request.time.dayOfWeek() == 3 && request.time.dayOfYear() == 329', true],
    ['timestamp.date(2015, 1, 1) < timestamp.date(2015, 1, 2)', true],
    ['timestamp.date(2015, 1, 1).dayOfYear() == 1 && timestamp.date(2024, 12, 31).dayOfYear() == 366', true],
    ['timestamp.date(2015, 2, 30) == null', 'error'],
    ['timestamp.value(1421798400000) == timestamp.date(2015, 1, 21)', true],
    ['timestamp.value(9223372036854775807) == null', 'error'],
    ['request.time.date() == timestamp.date(2026, 11, 25)', true],
    ['request.time.time() == duration.time(10, 20, 30, 123456789)', true],
    ["timestamp.date(2020, 1, 1) + duration.value(1, 'd') == timestamp.date(2020, 1, 2)", true],
    ["timestamp.date(2020, 1, 1) - duration.value(1, 'w') == timestamp.date(2019, 12, 25)", true],
    ["timestamp.date(2020, 1, 2) - timestamp.date(2020, 1, 1) == duration.value(24, 'h')", true],
    [
      "duration.value(60, 's') == duration.value(1, 'm') && duration.value(1, 's') > duration.value(1, 'ms')",
      true,
    ],
    ["duration.abs(duration.value(-20, 'm')) == duration.value(20, 'm')", true],
    ["-duration.value(1, 's') < duration.value(0, 's')", true],
    ["duration.value(90, 's').seconds() == 90 && duration.value(5, 'ns').nanos() == 5", true],
    ["duration.value(1, 'year') == null", 'error'],
    [
      'timestamp.date(1969, 12, 31).toMillis() == -86400000 && timestamp.date(1969, 12, 31).hours() == 0',
      true,
    ],
    ['request.time + request.time == null', 'error'],
    ['request.time + 1 == null', 'error'],
    ['request.time == 1795602030123', false],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('rules.Path', () => {
  it.each([
    ["/a/b == path('/a/b') && path('a/b') == /a/b && /a/b is path", true],
    ["/a/$('b')/c == /a/b/c", true],
    ['/a/$(/b/c) == /a/b/c', true],
    ["/a/b[1] == 'b'", true],
    ["(/a/b)[1] == 'b' && (/a/b/c)[0:2] == /a/b", true],
    ["path('/a/{b}/c').bind({'b': 'x'}) == /a/x/c", true],
    ["path('/a/{b}').bind({}) == null", 'error'],
    ["/a/$('b/c') == /a/b/c", false],
    ["/a/$('') == /a", false],
    ["/a/$(1) == /a/1 && /a/$(1.5) == /a/$('1.5') && /a/$(null) == /a/$('null')", true],
    ['/a/$([]) == /a', 'error'],
    ["string(/a/b) == '/a/b'", true],
  ] as const)('%s: %s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});

describe('Types: is', () => {
  it.each([
    ['1 is int && 1 is number && !(1 is float)', true],
    ['1.0 is float && 1.0 is number && !(1.0 is int)', true],
    ["'a' is string && !('a' is list)", true],
    ['true is bool && [] is list && {} is map && [].toSet() is set', true],
    ["duration.value(1, 's') is duration && request.time is timestamp", true],
    ['null is map || null is string', false],
    ['resource.data is map && request.auth.token is map', true],
  ])('%s', (condition, expected) => {
    expectOutcome(condition, expected);
  });
});
