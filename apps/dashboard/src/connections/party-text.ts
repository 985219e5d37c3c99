import type { Schemas } from '@klayim/client';
import { connectionsText } from '#text/connections';

const { party: text } = connectionsText;

/** Who has connected an account or used it, by the name that people know them by; their id where nothing else is known. */
export function describeParty({ type, id, name }: Schemas['ConnectionParty']): string {
  if (type === 'system') {
    return text.system;
  }
  return type === 'apiKey' ? text.apiKey(name ?? id) : (name ?? id);
}
