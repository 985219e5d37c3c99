import { employeeImportQuerySchema } from '@klayim/shared/schemas';
import { describe, expect, it } from 'vitest';
import { readAmount } from './import-amount.ts';
import { mapHeader } from './import-mapping.ts';
import { createRowJudge, type JudgedRow } from './import-row.ts';
import { combineMeanings, meaningsOf } from './import-values.ts';

const query = (more: Record<string, string> = {}) => employeeImportQuerySchema.parse(more);

function mappingOf(headers: string[], more: Record<string, string> = {}) {
  const mapping = mapHeader(headers, query(more));
  if (Array.isArray(mapping)) {
    throw new Error(mapping.join(' '));
  }
  return mapping;
}

/** Judges rows under a header, the first of them on line 2. */
function judge(headers: string[], ...rows: string[][]): JudgedRow[] {
  const judgeRow = createRowJudge(mappingOf(headers), { ...query(), today: '2026-11-28' });
  return rows.map((values, index) => judgeRow({ line: index + 2, values }));
}

describe('the header', () => {
  it.each([
    ['Employee ID,Full Name,E-Mail,Job Title,Dept.,Employment Status,Hourly Rate'],
    ['employee_id,full_name,EMAIL_ADDRESS,title,department,status,hourly_rate'],
    ['EmployeeId;fullName;Work Email;Position;Team;Employment Type;Annual Salary'],
  ])('is recognised as %s', (header) => {
    const { columns } = mappingOf(header.split(/[,;]/));
    expect(Object.values(columns)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('takes the names that are given for the columns, exactly or almost', () => {
    const headers = ['Mail', 'Work Email', 'Who', 'extra', ''];
    const { columns, ignoredColumns } = mappingOf(headers, { emailColumn: 'work_email', nameColumn: 'Who' });
    expect(columns).toEqual({ email: 1, name: 2 });
    expect(ignoredColumns).toEqual(['Mail', 'extra']);
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['the same header twice', ['name', 'email', 'Email'], {}, 'The header "Email" occurs more than once.'],
    [
      'two names of one field',
      ['name', 'email', 'Mail'],
      {},
      'Several columns can be the email: "email", "Mail".',
    ],
    ['no email', ['name'], {}, 'No column is recognised as the email.'],
    ['no name', ['email'], {}, 'No column is recognised as the name.'],
    ['a name that is not there', ['name', 'email'], { roleColumn: 'Job' }, 'roleColumn names'],
    [
      'too many columns',
      ['name', 'email', ...Array.from({ length: 199 }, (_, i) => `c${i}`)],
      {},
      '200 columns',
    ],
  ])('is refused with %s', (_what, headers, more, reason) => {
    expect(mapHeader(headers, query(more))).toEqual([expect.stringContaining(reason)]);
  });
});

describe('a row', () => {
  const headers = ['id', 'first name', 'last name', 'email', 'title', 'dept', 'status', 'salary'];

  it('becomes a record of the source', () => {
    const [judged] = judge(headers, [
      ' 42 ',
      'Ada',
      'Love\nlace',
      'ADA@example.com',
      'Engineer',
      'R&D',
      'FT',
      '€100,000.00',
    ]);
    expect(judged).toEqual({
      record: {
        sourceId: '42',
        fields: {
          name: 'Ada Love lace',
          email: 'ada@example.com',
          role: 'Engineer',
          department: 'R&D',
          employmentStatus: 'fullTime',
          hourlyRateCents: 4_808,
        },
      },
    });
  });

  it('has no field without a column, and uses the email as id when there is no id', () => {
    expect(judge(['name', 'email'], ['Ada', 'ada@example.com'])).toEqual([
      { record: { sourceId: 'ada@example.com', fields: { name: 'Ada', email: 'ada@example.com' } } },
    ]);
    expect(judge(headers, ['1', 'Ada', '', 'ada@example.com'])).toEqual([
      { record: { sourceId: '1', fields: { name: 'Ada', email: 'ada@example.com' } } },
    ]);
    const [judged] = judge(headers, ['1', 'Ada', '', 'ada@example.com', '', '', '', '']);
    expect(judged).toEqual({
      record: {
        sourceId: '1',
        fields: { name: 'Ada', email: 'ada@example.com', role: '', department: '', hourlyRateCents: null },
      },
    });
  });

  it.each<[string, string[], string | null, string]>([
    ['no email', ['1', 'A', 'B', ''], 'email', 'is empty'],
    ['an email that is none', ['1', 'A', 'B', 'a@b'], 'email', 'is not an email address'],
    ['no name', ['1', '', '', 'a@example.com'], 'first name', 'is empty'],
    [
      'a long title',
      ['1', 'A', 'B', 'a@example.com', 'x'.repeat(201)],
      'title',
      'is longer than 200 characters',
    ],
    ['a control character', ['1', 'A\u0007', 'B', 'a@example.com'], 'first name', 'control characters'],
    ['an unknown status', ['1', 'A', 'B', 'a@example.com', '', '', 'asleep'], 'status', 'employment status'],
    ['pay in words', ['1', 'A', 'B', 'a@example.com', '', '', '', 'plenty'], 'salary', 'amount'],
    [
      'pay beyond reason',
      ['1', 'A', 'B', 'a@example.com', '', '', '', '9999999999'],
      'salary',
      'is more than 1,000,000.00 an hour',
    ],
    ['a formula', ['1', '=cmd()', 'B', 'a@example.com'], 'first name', 'formula'],
    ['a formula in a title', ['1', 'A', 'B', 'a@example.com', '@SUM(A1)'], 'title', 'formula'],
    ['a formula in a department', ['1', 'A', 'B', 'a@example.com', '', '+1'], 'dept', 'formula'],
    ['a formula in an id', ['-1', 'A', 'B', 'a@example.com'], 'id', 'formula'],
    ['a tab at the start', ['1', 'A', 'B', 'a@example.com', '\t=1'], 'title', 'formula'],
    ['more values than columns', [...'123456789'], null, '9 values for 8 columns'],
  ])('is refused with %s', (_what, values, column, reason) => {
    const [judged] = judge(headers, values);
    expect(judged).toEqual({ faults: [{ line: 2, column, reason: expect.stringContaining(reason) }] });
  });

  it('is refused when an earlier valid row has its id or email', () => {
    const row = (id: string, email: string) => [id, 'A', 'B', email];
    const judged = judge(
      headers,
      row('1', 'a@example.com'),
      row('2', 'nonsense'),
      row('2', 'A@EXAMPLE.com'),
      row('1', 'b@example.com'),
      row('2', 'b@example.com'),
    );
    expect(judged.map((each) => ('faults' in each ? each.faults : 'good'))).toEqual([
      'good',
      [{ line: 3, column: 'email', reason: expect.any(String) }],
      [{ line: 4, column: 'email', reason: 'is the same as on line 2' }],
      [{ line: 5, column: 'id', reason: 'is the same as on line 2' }],
      'good',
    ]);
  });

  it('names every fault of a row, and never the value', () => {
    const [judged] = judge(headers, ['1', '=secret', 'B', 'secret', '', '', 'secret', 'secret']);
    expect(judged).toMatchObject({
      faults: [{ column: 'first name' }, { column: 'status' }, { column: 'salary' }, { column: 'email' }],
    });
    expect(JSON.stringify(judged)).not.toContain('secret');
  });
});

/** The record of one row under a header line, or the columns of its faults. */
function recordOf(headers: string, ...values: string[]) {
  const [judged] = judge(headers.split(','), values);
  if (!judged) {
    throw new Error('nothing was judged');
  }
  return 'record' in judged ? judged.record : judged.faults.map(({ column }) => column);
}

describe('a name', () => {
  it.each([
    ['Payroll Name,Email', ['Ito, Ken M'], 'Ken M Ito'],
    ['Payroll Name,Email', ['de la Cruz, Ana'], 'Ana de la Cruz'],
    ['Payroll Name,Email', ['Smith, Jr., Bob'], 'Bob Smith Jr.'],
    ['Payroll Name,Email', ['Smith, Jr.'], 'Smith, Jr.'],
    ['Payroll Name,Email', ['Madonna'], 'Madonna'],
    ['"Last Name, First Name",Email', ['Quist, Nora'], 'Nora Quist'],
    ['Name,Email', ['Bob Smith, PhD'], 'Bob Smith, PhD'],
  ])('under the header %s, %j is %s', (headers, values, name) => {
    const header = headers.startsWith('"') ? ['Last Name, First Name', 'Email'] : headers.split(',');
    const [judged] = judge(header, [...values, 'a@acme.example']);
    expect(judged).toMatchObject({ record: { fields: { name } } });
  });

  it.each([
    ['Employee Name,First Name,Last Name,Email', ['Ito, Ken', 'Ken', 'Ito'], 'Ken Ito'],
    ['Surname,Name,Email', ['Quist', 'Nora'], 'Nora Quist'],
    ['Surname,Name,Email', ['Quist', 'Nora Quist'], 'Nora Quist'],
    ['Name,Vorname,Email', ['Quist', 'Nora'], 'Nora Quist'],
    ['Display Name,First Name,Last Name,Email', ['NQ', 'Nora', 'Quist'], 'NQ'],
  ])('of the columns %s with %j is %s', (headers, values, name) => {
    expect(recordOf(headers, ...values, 'a@acme.example')).toMatchObject({ fields: { name } });
  });

  it.each(['Jos\ufffd', 'JosÃ©', '#REF!', '#NAME?', '#####'])('that was damaged is refused: %s', (name) => {
    expect(recordOf('Name,Email', name, 'a@acme.example')).toEqual(['Name']);
  });
});

describe('an id', () => {
  it.each(['1.04E+09', '1,04E+9', '1042.0', '1042,00', '#VALUE!'])(
    'that a spreadsheet has changed is refused: %s',
    (id) => {
      expect(recordOf('Employee ID,Name,Email', id, 'Ada', 'a@acme.example')).toEqual(['Employee ID']);
    },
  );

  it.each([
    ["'00123", '00123'],
    ['="00123"', '00123'],
    ['00123', '00123'],
    ['1E5X', '1E5X'],
    ['10.4', '10.4'],
  ])('%s is %s', (id, sourceId) => {
    expect(recordOf('Employee ID,Name,Email', id, 'Ada', 'a@acme.example')).toMatchObject({ sourceId });
  });

  it.each(['#', 'No.', 'Nr', 'Number'])('is not the number of the row: %s', (header) => {
    expect(recordOf(`${header},Name,Email`, '1', 'Ada', 'a@acme.example')).toMatchObject({
      sourceId: 'a@acme.example',
    });
  });
});

describe('whether somebody is employed', () => {
  const statusOf = (headers: string, ...values: string[]) => {
    const record = recordOf(`Name,Email,${headers}`, 'Ada', 'a@acme.example', ...values);
    return 'fields' in record ? (record.fields.employmentStatus ?? record.isEmployed ?? 'nothing') : record;
  };

  it.each([
    ['Inactive', ['TRUE'], 'inactive'],
    ['Inactive', ['No'], true],
    ['Terminated', ['Yes'], 'inactive'],
    ['Account disabled', ['0'], true],
    ['On Leave', ['Y'], 'inactive'],
    ['Suspended', ['suspended'], 'inactive'],
    ['Terminated', ['perhaps'], ['Terminated']],
    ['Active,Inactive', ['Yes', 'No'], true],
  ])('is read of a column that asks the other way round: %s %j', (headers, values, status) => {
    expect(statusOf(headers, ...values)).toEqual(status);
  });

  it.each([
    ['Termination Date', ['2025-01-31'], 'inactive'],
    ['Termination Date', ['2026-11-28'], 'inactive'],
    ['Termination Date', ['12/31/9999'], 'nothing'],
    ['Termination Date', [''], 'nothing'],
    ['Termination Date', ['soon'], ['Termination Date']],
    ['Termination Date', ['01/12/2026'], ['Termination Date']],
    ['Employment Type,Termination Date', ['Full-time', '31.01.2025'], 'inactive'],
    ['Employment Type,Termination Date', ['Part-time', ''], 'partTime'],
    ['Status,Termination Date', ['Active', '2025-01-31'], true],
    ['Status,Termination Date', ['Terminated', 'n/a'], 'inactive'],
  ])('follows from %s %j where nothing else says it', (headers, values, status) => {
    expect(statusOf(headers, ...values)).toEqual(status);
  });

  it.each([
    ['FTE', ['0.5'], 'partTime'],
    ['FTE', ['0,8'], 'partTime'],
    ['FTE', ['60 %'], 'partTime'],
    ['FTE', ['1.0'], 'fullTime'],
    ['FTE', ['100%'], 'fullTime'],
    ['FTE', ['40'], ['FTE']],
    ['Status,FTE', ['Active', '0.5'], 'partTime'],
    ['Employment Status,Full/Part', ['Active', 'Part'], 'partTime'],
    ['Status,Position Status', ['Active', 'Terminated'], 'inactive'],
    ['Status', ['LOA'], 'inactive'],
    ['Status', ['Future hire'], true],
  ])('and how much is read of %s %j', (headers, values, status) => {
    expect(statusOf(headers, ...values)).toEqual(status);
  });
});

describe('an amount', () => {
  const cents = (text: string) => {
    const read = readAmount(text);
    return 'value' in read ? read.value.cents : read.fault;
  };

  it.each([
    ['45', 4_500],
    ['45.5', 4_550],
    ['$1,234.50', 123_450],
    ['1 234,50 €', 123_450],
    ['1\u00a0234,50', 123_450],
    ['1\u202f234,50 €', 123_450],
    ["CHF 1'234.50", 123_450],
    ['Fr. 1’234.50', 123_450],
    ['1.234,50', 123_450],
    ['1234,5', 123_450],
    ['27.5000', 2_750],
    ['27.5055', 2_751],
    ['1,234,567', 123_456_700],
    ['1.234.567', 123_456_700],
    ['A$45.00', 4_500],
    ['R$ 45,00', 4_500],
    ['450 Kč', 45_000],
    ['₹12,34,567.00', 123_456_700],
    ['₹1,23,456', 12_345_600],
    ['1234.567', 123_457],
    ['0.125', 13],
    ['50.–', 5_000],
    ['USD 45.00', 4_500],
    ['45.00 USD', 4_500],
  ])('%s is %i cents', (text, expected) => {
    expect(cents(text)).toBe(expected);
  });

  it.each(['1.234', '1,234', '21,500', '$85,000', '27.500'])('%s is ambiguous', (text) => {
    expect(cents(text)).toMatchObject({ grouped: expect.any(Number), decimal: expect.any(Number) });
  });

  it.each(['-5', '(5.00)', '5-', '−5', '$-5', '-$5', '($5)'])('%s is negative, and refused', (text) => {
    expect(cents(text)).toContain('negative');
  });

  it.each(['', '.', '1,23,456', '12,34.5', '1e3', '$', '1.2.3', '0x10', '∞', '85k', '5%', '$5 €', '1,2 34'])(
    '%j is not guessed',
    (text) => {
      expect(cents(text)).toContain('is not an amount');
    },
  );

  it.each([
    ['$27.50/hr', 'hour'],
    ['27.50 per hour', 'hour'],
    ['4200.00 € / Monat', 'month'],
    ['85000.00 USD per year', 'year'],
    ['27.50 an hour', 'hour'],
    ['30000,00 € par an', 'year'],
  ])('%s has its period', (text, period) => {
    expect(readAmount(text)).toMatchObject({ value: { period } });
  });
});

it.each([
  ['Full-Time', 'fullTime'],
  ['part time', 'partTime'],
  ['CONTRACTOR', 'contractor'],
  ['on leave', 'inactive'],
  ['Regular Full-Time', 'fullTime'],
  ['Permanent, part-time', 'partTime'],
  ['Salaried, full-time', 'fullTime'],
  ['Active', 'employed'],
  ['Onboarding', 'employed'],
  ['Terminated', 'inactive'],
  ['Active - On leave', 'inactive'],
])('%s is a status', (text, status) => {
  const meanings = meaningsOf(text, 'status');
  expect(meanings && combineMeanings(meanings)).toEqual({ value: status });
});

it.each(['asleep', 'Full moon', 'Active?!x', 'Guest'])('%s is not guessed to be a status', (text) => {
  expect(meaningsOf(text, 'status')).toBeUndefined();
});
