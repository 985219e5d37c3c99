/** The JSON documents of a stream of lines, one after another; never more in memory than one piece of the stream. */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<unknown, void, undefined> {
  let rest = '';
  for await (const text of piecesOf(decoded(stream))) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        yield JSON.parse(line);
      }
    }
  }
  if (rest !== '') {
    yield JSON.parse(rest);
  }
}

/** The server-sent events of a stream, with their data parsed as JSON. */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<{ event: string; data: unknown }, void, undefined> {
  // Most programs follow no events: what reads them is loaded when one does.
  const { EventSourceParserStream } = await import('eventsource-parser/stream');
  const events = decoded(stream).pipeThrough(new EventSourceParserStream());
  for await (const { event = 'message', data } of piecesOf(events)) {
    yield { event, data: JSON.parse(data) };
  }
}

function decoded(stream: ReadableStream<Uint8Array>): ReadableStream<string> {
  // The types of the two sides disagree on who may own the buffer's memory.
  return stream.pipeThrough(
    new TextDecoderStream('utf-8', { fatal: true }) as ReadableWritablePair<string, Uint8Array>,
  );
}

/** By a reader: not every browser can iterate over a stream. */
async function* piecesOf<Piece>(stream: ReadableStream<Piece>): AsyncGenerator<Piece, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      yield piece.value;
    }
  } finally {
    // Who stops reading early wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
}
