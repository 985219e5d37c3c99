import { describe, expect, it } from 'vitest';
import { wrap } from './narrator.ts';

describe('a line for a terminal', () => {
  it('stays as it is when it fits', () => {
    expect(wrap('  short', 20)).toEqual(['  short']);
  });

  it('is broken at spaces, and what follows is indented further', () => {
    expect(wrap('  one two three four', 12)).toEqual(['  one two', '    three', '    four']);
  });

  it('keeps a word that is too long whole, so that an address can be copied', () => {
    const address = `http://127.0.0.1/${'a'.repeat(30)}`;
    expect(wrap(`see ${address} now`, 20)).toEqual(['see', `  ${address}`, '  now']);
  });

  it('leaves room below the time', () => {
    expect(wrap('[ 1.0 s] one two three', 16)).toEqual(['[ 1.0 s] one two', '           three']);
  });
});
