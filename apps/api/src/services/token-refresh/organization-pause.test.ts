import { describe, expect, it } from 'vitest';
import { createOrganizationPause } from './organization-pause.ts';

describe('the pause of an organization whose connections fail one after the other', () => {
  const failMany = (pause: ReturnType<typeof createOrganizationPause>, count: number, key = 'hostile') => {
    for (let index = 0; index < count; index += 1) {
      pause.failed(key, `connection-${index}`);
    }
  };

  it('begins with the fifth connection, lasts for 30 seconds and concerns nobody else', () => {
    let nowMs = 0;
    const pause = createOrganizationPause(() => nowMs);
    failMany(pause, 4);
    expect(pause.isPaused('hostile')).toBe(false);
    pause.failed('hostile', 'connection-4');
    expect(pause.isPaused('hostile')).toBe(true);
    expect(pause.isPaused('well')).toBe(false);
    nowMs = 29_999;
    expect(pause.isPaused('hostile')).toBe(true);
    nowMs = 30_000;
    expect(pause.isPaused('hostile')).toBe(false);
  });

  it('does not begin for one connection, however often it fails', () => {
    const pause = createOrganizationPause(() => 0);
    for (let index = 0; index < 100; index += 1) {
      pause.failed('one', 'connection');
    }
    expect(pause.isPaused('one')).toBe(false);
  });

  it('ends with a success, and earlier failures no longer count', () => {
    const pause = createOrganizationPause(() => 0);
    failMany(pause, 5);
    pause.succeeded('hostile');
    expect(pause.isPaused('hostile')).toBe(false);
    failMany(pause, 4);
    pause.succeeded('hostile');
    pause.failed('hostile', 'connection-4');
    expect(pause.isPaused('hostile')).toBe(false);
  });
});
