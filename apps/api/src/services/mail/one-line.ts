/** Text of others as one line of a mail: what could break the line, or turn the direction of what follows, becomes a space. */
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
