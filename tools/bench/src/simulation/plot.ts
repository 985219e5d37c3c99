const width = 760;
const height = 190;
const left = 64;
const bottom = 26;
const top = 30;

/** One curve: a value for every minute. */
export interface Curve {
  label: string;
  color: string;
  values: readonly number[];
}

/** A plot over hours as SVG, readable on light and dark pages. */
export function plot(title: string, curves: readonly Curve[]): string {
  const most = Math.max(1, ...curves.flatMap(({ values }) => values));
  const minutes = Math.max(...curves.map(({ values }) => values.length));
  const x = (minute: number) => left + ((width - left - 16) * minute) / minutes;
  const y = (value: number) => top + (height - top - bottom) * (1 - value / most);
  const hours = Array.from({ length: minutes / 60 + 1 }, (_, hour) => hour);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="16" font-size="13" fill="#222">${title}</text>`,
    ...[0, most / 2, most].map(
      (value) =>
        `<path d="M${left} ${y(value).toFixed(1)}H${width - 16}" stroke="#ddd"/>` +
        `<text x="${left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" fill="#555">${Math.round(value).toLocaleString('en')}</text>`,
    ),
    ...hours.map(
      (hour) =>
        `<text x="${x(hour * 60).toFixed(1)}" y="${height - 8}" text-anchor="middle" fill="#555">${hour} h</text>`,
    ),
    ...curves.flatMap(({ label, color, values }, index) => [
      `<path d="${values.map((value, minute) => `${minute === 0 ? 'M' : 'L'}${x(minute).toFixed(1)} ${y(value).toFixed(1)}`).join('')}" fill="none" stroke="${color}" stroke-width="1.4"/>`,
      `<text x="${width - 16}" y="${16 + 13 * index}" text-anchor="end" fill="${color}">${label}</text>`,
    ]),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}
