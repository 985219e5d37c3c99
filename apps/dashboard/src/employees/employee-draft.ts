import type { Schemas } from '@klayim/client';

type Employee = Schemas['Employee'];

/** A person as the form has them: texts as they are typed. */
export interface EmployeeDraft {
  name: string;
  email: string;
  role: string;
  department: string;
  employmentStatus: Employee['employmentStatus'];
  /** An amount an hour, such as `48.08`; empty for none. */
  pay: string;
}

/** A draft of nobody yet. */
export const emptyDraft: EmployeeDraft = {
  name: '',
  email: '',
  role: '',
  department: '',
  employmentStatus: 'fullTime',
  pay: '',
};

const maxCents = 100_000_000;

/** The draft that changes nothing. */
export function draftOf({
  name,
  email,
  role,
  department,
  employmentStatus,
  hourlyRateCents,
}: Employee): EmployeeDraft {
  return { name, email, role, department, employmentStatus, pay: formatPay(hourlyRateCents) };
}

/** Cents as an amount with two decimals; empty for none. */
export function formatPay(cents: number | null | undefined): string {
  return typeof cents === 'number' ? (cents / 100).toFixed(2) : '';
}

/** @returns cents; null for nothing; undefined for what is no amount of at most two decimals, or too much. */
export function parsePay(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === '') {
    return null;
  }
  const [, whole, decimals = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  return cents > maxCents ? undefined : cents;
}

/** The new record that a draft is. */
export function newEmployeeOf(draft: EmployeeDraft): Schemas['NewEmployee'] {
  const cents = parsePay(draft.pay);
  return { ...textsOf(draft), sourceType: 'manual', ...(cents != null && { hourlyRateCents: cents }) };
}

/** What a draft changes of a record; nothing when it is the same. */
export function patchOf(employee: Employee, draft: EmployeeDraft): Schemas['EmployeePatch'] {
  const before = textsOf(draftOf(employee));
  const cents = parsePay(draft.pay);
  const texts = Object.entries(textsOf(draft)).filter(
    ([field, value]) => before[field as keyof typeof before] !== value,
  );
  return {
    ...Object.fromEntries(texts),
    ...(cents !== undefined && cents !== (employee.hourlyRateCents ?? null) && { hourlyRateCents: cents }),
  };
}

/** One field that is to be changed, beside what is stored now. */
export interface Difference {
  field: keyof EmployeeDraft;
  yours: string;
  stored: string;
}

/** The fields that a change names, as they would be and as they are stored: where both are the same there is no conflict. */
export function differencesOf(
  patch: Schemas['EmployeePatch'],
  draft: EmployeeDraft,
  stored: Employee,
): Difference[] {
  const now = draftOf(stored);
  return Object.keys(patch)
    .map((key) => (key === 'hourlyRateCents' ? 'pay' : (key as keyof EmployeeDraft)))
    .map((field) => ({ field, yours: draft[field].trim(), stored: now[field] }));
}

function textsOf({ name, email, role, department, employmentStatus }: EmployeeDraft) {
  return {
    name: name.trim(),
    email: email.trim().toLowerCase(),
    role: role.trim(),
    department: department.trim(),
    employmentStatus,
  };
}
