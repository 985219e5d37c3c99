import { describe, expect, it } from 'vitest';
import { automaticSettings, queryOf, settingsNamedIn } from './settings.ts';

describe('the settings of an import', () => {
  it('say nothing of what is found out', () => {
    expect(queryOf(automaticSettings, true)).toEqual({ dryRun: 'true' });
  });

  it('are the parameters of the API', () => {
    const settings = {
      ...automaticSettings,
      payPeriod: 'month',
      statusWords: ' Probation=fullTime ',
      columns: { role: 'Grade' },
    } as const;
    expect(queryOf(settings, false)).toEqual({
      dryRun: 'false',
      payPeriod: 'month',
      statusWords: 'Probation=fullTime',
      roleColumn: 'Grade',
    });
  });

  it.each([
    [
      'is ambiguous: Write 1234.50, or say decimalSeparator=point or comma',
      ['Before the decimals of amounts'],
    ],
    ['is little for a year: say payPeriod=month or payPeriod=year', ['Pay is for']],
    ['No column has the header that roleColumn names.', ['Columns by name: Role']],
    ['is not an email address', []],
  ])('are found in the reason “%s”', (reason, labels) => {
    expect(settingsNamedIn(reason)).toEqual(labels);
  });
});
