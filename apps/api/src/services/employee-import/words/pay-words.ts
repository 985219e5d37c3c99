/** Periods that pay can be given for, by how many of them a year of work has: 52 weeks of five days of eight hours. */
export const periodsPerYear = {
  hour: 2_080,
  day: 260,
  week: 52,
  twoWeeks: 26,
  halfMonth: 24,
  month: 12,
  quarter: 4,
  year: 1,
} as const;

/** A period that pay is given for. */
export type PayPeriod = keyof typeof periodsPerYear;

/** Words of periods, in headers (`Monthly salary`), in columns of their own (`Paid per`) and behind amounts (`/ hr`). */
export const periodWords: Readonly<Record<PayPeriod, readonly string[]>> = {
  hour: [
    'hour',
    'hours',
    'hourly',
    'hr',
    'hrs',
    'h',
    'Stunde',
    'Stunden',
    'stündlich',
    'Std',
    'heure',
    'heures',
    'horaire',
    'hora',
    'horas',
  ],
  day: ['day', 'daily', 'Tag', 'täglich', 'jour', 'journalier', 'día', 'diario'],
  week: ['week', 'weekly', 'wk', 'Woche', 'wöchentlich', 'semaine', 'hebdomadaire', 'semana', 'semanal'],
  twoWeeks: [
    'every other week',
    'every two weeks',
    'every 2 weeks',
    'two weeks',
    'biweekly',
    'bi weekly',
    'fortnight',
    'fortnightly',
    'zweiwöchentlich',
    'quincenal',
  ],
  halfMonth: ['twice a month', 'twice per month', 'semimonthly', 'semi monthly', 'half month'],
  month: [
    'month',
    'monthly',
    'mo',
    'mth',
    'Monat',
    'monatlich',
    'Monats',
    'mois',
    'mensuel',
    'mensuelle',
    'mes',
    'mensual',
  ],
  quarter: ['quarter', 'quarterly', 'Quartal', 'vierteljährlich', 'trimestre', 'trimestriel', 'trimestral'],
  year: [
    'year',
    'yearly',
    'yr',
    'annual',
    'annually',
    'annum',
    'annualized',
    'annualised',
    'pa',
    'per annum',
    'Jahr',
    'jährlich',
    'Jahres',
    'an',
    'année',
    'annuel',
    'annuelle',
    'año',
    'anual',
  ],
};

/** Words of pay type columns that say "a salary", and not for which period. */
export const salariedWords: readonly string[] = [
  'salary',
  'salaried',
  'exempt',
  'fixed',
  'fixed salary',
  'Gehalt',
  'Festgehalt',
  'salaire',
  'salaire fixe',
  'salario',
  'salario fijo',
];

/**
 * Headers of pay, without their period. `hour` and `year`: what they mean when neither header, row nor settings name a
 * period. `unknown`: a period must be named.
 */
export const payHeaders: Readonly<Record<'hour' | 'year' | 'unknown', readonly string[]>> = {
  hour: ['pay rate', 'rate', 'wage', 'regular pay rate', 'regular pay rate amount', 'hour rate'],
  year: ['salary', 'base salary', 'salary base', 'fix salary', 'fixed salary', 'gross salary'],
  unknown: [
    'pay',
    'base pay',
    'pay amount',
    'compensation',
    'base compensation',
    'compensation amount',
    'compensation rate',
    'salary amount',
    'equivalent salary',
    'salary equivalent',
    'compensation equivalent',
    'total base pay',
    'Gehalt',
    'Bruttogehalt',
    'Grundgehalt',
    'Fixgehalt',
    'Festgehalt',
    'Lohn',
    'Bruttolohn',
    'Satz',
    'Lohnsatz',
    'Vergütung',
    'salaire',
    'salaire brut',
    'salaire de base',
    'rémunération',
    'taux',
    'salario',
    'salario bruto',
    'salario base',
    'sueldo',
    'sueldo bruto',
    'tarifa',
    'remuneración',
  ],
};

/** Words that only join a header or an amount to its period: `per hour`, `€ / Monat`. */
export const joiningWords: readonly string[] = [
  'per',
  'a',
  'an',
  'the',
  'pro',
  'je',
  'p',
  'par',
  'por',
  'de',
  'each',
  'every',
  'in',
];

/** Compound headers, which are one word: `Stundenlohn`, `Jahresgehalt`. */
export const compoundHeaders: Readonly<Partial<Record<PayPeriod, readonly string[]>>> = {
  hour: [
    'Stundenlohn',
    'Stundensatz',
    'Stundenlohnsatz',
    'Bruttostundenlohn',
    'taux horaire',
    'salaire horaire',
  ],
  day: ['Tagessatz', 'Tageslohn'],
  week: ['Wochenlohn'],
  month: ['Monatsgehalt', 'Monatslohn', 'Bruttomonatsgehalt', 'Monatsbrutto', 'mensualité'],
  year: ['Jahresgehalt', 'Bruttojahresgehalt', 'Jahresbrutto', 'Jahreslohn'],
};
