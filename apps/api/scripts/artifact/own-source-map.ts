import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

/** A source map, version 3. @see https://tc39.es/ecma426/ */
interface SourceMap {
  version: number;
  sources: string[];
  names: string[];
  mappings: string;
}

/**
 * Reduces a source map to our own sources: Node reads the whole map at a cold start, and that of the libraries is
 * thirty times larger.
 */
export function ownSourceMap(text: string): string {
  const { version, sources, names, mappings } = JSON.parse(text) as SourceMap;
  const kept = sources.map((source) => !source.includes('/node_modules/'));
  const lines = decode(mappings).map((segments) => {
    const own: SourceMapSegment[] = [];
    for (const segment of segments) {
      if (segment.length > 1 && kept[segment[1] ?? -1]) {
        own.push(segment);
      }
      // One segment without a source ends ours.
      else if ((own.at(-1)?.length ?? 0) > 1) {
        own.push([segment[0]]);
      }
    }
    return own;
  });
  const nowhere = sources.map((source, index) => (kept[index] ? source : ''));
  return JSON.stringify({ version, sources: nowhere, names, mappings: encode(lines) });
}
