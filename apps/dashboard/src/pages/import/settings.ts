import type { CallInput, Schemas } from '@klayim/client';
import { importText } from '#text/import';

/** The fields of a person that a column can hold. */
export type ImportField = keyof typeof importText.fields;

type Query = NonNullable<CallInput<'startEmployeeImport'>['query']>;

/** How a file is to be read, where that is not found out: empty for what is. */
export interface ImportSettings {
  delimiter: Query['delimiter'] | '';
  encoding: Query['encoding'] | '';
  matchBy: Query['matchBy'] | '';
  decimalSeparator: Query['decimalSeparator'] | '';
  payPeriod: Query['payPeriod'] | '';
  statusWords: string;
  maxHourlyRate: string;
  /** Header of the column of each field that no common name gives away. */
  columns: Partial<Record<ImportField, string>>;
}

/** Everything is found out. */
export const automaticSettings: ImportSettings = {
  delimiter: '',
  encoding: '',
  matchBy: '',
  decimalSeparator: '',
  payPeriod: '',
  statusWords: '',
  maxHourlyRate: '',
  columns: {},
};

/** The parameters of the API for some settings. */
export function queryOf({ columns, ...settings }: ImportSettings, dryRun: boolean): Query {
  const said = Object.entries(settings)
    .map(([name, value]) => [name, value?.trim() ?? ''] as const)
    .filter(([, value]) => value !== '');
  const named = Object.entries(columns).map(([field, header]) => [`${field}Column`, header] as const);
  return { ...Object.fromEntries([...said, ...named]), dryRun: dryRun ? 'true' : 'false' };
}

const settingNames = [
  'delimiter',
  'encoding',
  'matchBy',
  'decimalSeparator',
  'payPeriod',
  'statusWords',
  'maxHourlyRate',
] as const;

/** The labels of the settings that a reason of the API names, such as `payPeriod`: with them it is settled for the whole file. */
export function settingsNamedIn(reason: string): string[] {
  const { settings, fields } = importText;
  const named = settingNames.filter((name) => new RegExp(`\\b${name}\\b(?==|$|[ ,.;:])`).test(reason));
  const columns = [...reason.matchAll(/\b([A-Za-z]+)Column\b/g)].flatMap(([, field = '']) =>
    Object.hasOwn(fields, field) ? [fields[field as ImportField]] : [],
  );
  return [
    ...named.map((name) => settings[name]),
    ...(columns.length > 0 ? [`${settings.columns}: ${columns.join(', ')}`] : []),
  ];
}

/** Whether an import is over, well or not. */
export function isOver({ status }: Pick<Schemas['EmployeeImport'], 'status'>): boolean {
  return status === 'completed' || status === 'failed';
}
