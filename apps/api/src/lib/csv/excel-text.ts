/**
 * Takes the `=` away from values such as `="00123"`, by which Excel is told to keep leading zeros, so that they are
 * ordinary quoted values. Inside of quotes nothing is touched.
 */
export async function* unwrapExcelText(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<string> {
  let isQuoted = false;
  let last = '\n';
  let heldBack = '';
  for await (const piece of text) {
    const whole = heldBack + piece;
    // Whether a quote follows is seen with the next piece.
    heldBack = whole.endsWith('=') ? '=' : '';
    const complete = heldBack === '' ? whole : whole.slice(0, -1);
    let kept = '';
    let from = 0;
    for (let at = complete.indexOf('"'); at !== -1; at = complete.indexOf('"', at + 1)) {
      if (!isQuoted && complete[at - 1] === '=') {
        const before = at >= 2 ? complete[at - 2] : last;
        if (before === delimiter || before === '\n' || before === ' ') {
          kept += complete.slice(from, at - 1);
          from = at;
        }
      }
      isQuoted = !isQuoted;
    }
    last = complete.at(-1) ?? last;
    if (complete !== '') yield from === 0 && kept === '' ? complete : kept + complete.slice(from);
  }
  if (heldBack !== '') yield heldBack;
}
