const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The days that a text can mean, as ISO dates: two when day and month can be exchanged (`03/04/2026`), none when it is no
 * date. A time behind the date does not matter; two digits of a year are of this century.
 */
export function readDays(text: string): string[] {
  const date = text.replace(/(?:T|,?\s+)\d{1,2}:\d{2}.*$/i, '').trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(date);
  if (iso) {
    return toDays([iso[1], iso[2], iso[3]]);
  }
  const numbers = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(date);
  if (numbers) {
    const [, first, mark, second, year] = numbers;
    const dayFirst = [year, second, first];
    // With points, the day always comes first.
    return mark === '.' ? toDays(dayFirst) : toDays(dayFirst, [year, first, second]);
  }
  const [, day, name, year] = /^(\d{1,2})[-\s.]+([a-z]{3,9})[-\s.,]+(\d{4}|\d{2})$/i.exec(date) ?? [];
  const [, americanName, americanDay, americanYear] =
    /^([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/i.exec(date) ?? [];
  const month = months.indexOf((name ?? americanName ?? '').slice(0, 3).toLowerCase()) + 1;
  return toDays([year ?? americanYear, String(month), day ?? americanDay]);
}

/** Those of some years, months and days that exist. */
function toDays(...readings: (string | undefined)[][]): string[] {
  const days = readings.flatMap(([year = '', month = '', day = '']) => {
    const full = year.length === 2 ? `20${year}` : year;
    const iso = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const parsed = new Date(`${iso}T00:00:00Z`);
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? [iso] : [];
  });
  return [...new Set(days)];
}
