/**
 * Which rows of a virtual table are in the page: those near the window, and the one that had the focus last with its neighbours,
 * however far it was scrolled away. Without it the browser would drop the focus, and Tab would begin at the top of the page.
 * @param near indexes near the window, in order.
 * @param focused index of the row that had the focus last; -1 when none had.
 * @param count how many rows there are.
 * @returns indexes in order, each once.
 */
export function withFocusedRow(near: readonly number[], focused: number, count: number): number[] {
  if (focused < 0) {
    return [...near];
  }
  const kept = [focused - 1, focused, focused + 1].filter((index) => index >= 0 && index < count);
  return [...new Set([...near, ...kept])].sort((one, other) => one - other);
}
