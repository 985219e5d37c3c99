/** The JSON documents of a stream of lines, one after another; never more in memory than one piece of the stream. */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = stream.getReader();
  let rest = '';
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + decoder.decode(piece.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line);
    }
    rest += decoder.decode();
    if (rest !== '') yield JSON.parse(rest);
  } finally {
    // Who stops reading early wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
}
