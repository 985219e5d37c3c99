import { listedFields } from '@klayim/api/repositories/integrations/integration-document';
import { expect, it } from 'vitest';
import { fields } from './bare-list.ts';

it('the floor of a list reads the fields that our list reads', () => {
  expect(fields).toEqual(listedFields);
});
