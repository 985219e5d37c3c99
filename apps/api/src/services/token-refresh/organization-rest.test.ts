import { describe, expect, it } from 'vitest';
import { createOrganizationRest } from './organization-rest.ts';

describe('the rest of an organization whose connections fail one after the other', () => {
  const failMany = (rest: ReturnType<typeof createOrganizationRest>, count: number, key = 'hostile') => {
    for (let index = 0; index < count; index += 1) {
      rest.failed(key, `connection-${index}`);
    }
  };

  it('begins with the fifth connection, lasts for 30 seconds and concerns nobody else', () => {
    let nowMs = 0;
    const rest = createOrganizationRest(() => nowMs);
    failMany(rest, 4);
    expect(rest.isResting('hostile')).toBe(false);
    rest.failed('hostile', 'connection-4');
    expect(rest.isResting('hostile')).toBe(true);
    expect(rest.isResting('well')).toBe(false);
    nowMs = 29_999;
    expect(rest.isResting('hostile')).toBe(true);
    nowMs = 30_000;
    expect(rest.isResting('hostile')).toBe(false);
  });

  it('does not begin for one connection, however often it fails', () => {
    const rest = createOrganizationRest(() => 0);
    for (let index = 0; index < 100; index += 1) {
      rest.failed('one', 'connection');
    }
    expect(rest.isResting('one')).toBe(false);
  });

  it('is over with a success, and what failed before it counts no more', () => {
    const rest = createOrganizationRest(() => 0);
    failMany(rest, 5);
    rest.succeeded('hostile');
    expect(rest.isResting('hostile')).toBe(false);
    failMany(rest, 4);
    rest.succeeded('hostile');
    rest.failed('hostile', 'connection-4');
    expect(rest.isResting('hostile')).toBe(false);
  });
});
