/**
 * Puts generated parts between their marks, `<!-- bench:name -->` and `<!-- /bench:name -->`.
 * @throws {Error} when the document lacks the marks of one of them.
 */
export function withParts(document: string, parts: Readonly<Record<string, string>>): string {
  let filled = document;
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const from = filled.indexOf(begin);
    const to = filled.indexOf(end);
    if (from < 0 || to < from) {
      throw new Error(`The document has no place for ${name}.`);
    }
    filled = `${filled.slice(0, from)}${begin}\n\n${part}\n\n${filled.slice(to)}`;
  }
  return filled;
}
