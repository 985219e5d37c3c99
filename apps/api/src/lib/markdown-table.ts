/** A Markdown table whose columns are as wide as their widest cell. The first row is the head. */
export function markdownTable(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |\n`;
  const [head = [], ...body] = rows.map((row) => lineOf(row));
  return [
    head,
    lineOf(
      widths.map(() => ''),
      '-',
    ),
    ...body,
  ].join('');
}
