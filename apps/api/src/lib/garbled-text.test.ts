import { expect, it } from 'vitest';
import { isGarbled } from './garbled-text.ts';

it.each(['José', 'Müller', 'Élodie', 'Łukasz', 'Иван', '山﨑', 'Zoë Brontë', 'O’Brien – Smith'])(
  '%s is garbled when its UTF-8 is read as windows-1252, and not before',
  (name) => {
    const read = new TextDecoder('windows-1252').decode(new TextEncoder().encode(name));
    expect([isGarbled(name), isGarbled(read)]).toEqual([false, true]);
  },
);

it.each(['', 'Ada', 'São João', 'NÃO', 'Åsa Äng', 'Ñandú', 'Phạm Đình', 'ÄÖÜ', '„Ä“', '¿Qué?'])(
  '%j is a spelling of its own',
  (text) => {
    expect(isGarbled(text)).toBe(false);
  },
);
