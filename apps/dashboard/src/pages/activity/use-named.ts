import type { KlayimClient, Schemas } from '@klayim/client';
import { useQuery } from '@tanstack/react-query';
import { activityText } from '#text/activity';
import { useCan } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import type { Named } from './name-filter.tsx';

/** Of each kind: who has so many of one name writes more of it. */
const maxNamed = 5;
/** Members are asked for once, and looked through here: the API finds none by name. */
const maxMembers = 100;

const { subjects } = activityText;

/** People of the organization whose name or address begins with what is typed. */
export function useNamedActors(typed: string): readonly Named[] | undefined {
  const { klayim } = useServices();
  const may = useCan()('listMembers');
  const members = useMembers(klayim, may);
  return may ? members && membersNamed(members, typed) : [];
}

/** The same, and connections and employees, as far as the person may see them. */
export function useNamedRecords(typed: string): readonly Named[] | undefined {
  const { klayim } = useServices();
  const can = useCan();
  const people = useNamedActors(typed);
  const mayConnections = can('listIntegrations');
  const mayEmployees = can('listEmployees');
  const { data: records } = useQuery({
    queryKey: ['activity', 'named', typed, mayConnections, mayEmployees],
    queryFn: async ({ signal }) =>
      (
        await Promise.all([
          mayConnections ? connectionsNamed(klayim, typed, signal) : [],
          mayEmployees ? employeesNamed(klayim, typed, signal) : [],
        ])
      ).flat(),
  });
  return people && records ? [...records, ...people] : undefined;
}

function useMembers(klayim: KlayimClient, may: boolean): readonly Schemas['Member'][] | undefined {
  return useQuery({
    queryKey: ['members', 'named'],
    enabled: may,
    queryFn: async ({ signal }) =>
      (await klayim.call('listMembers', { query: { limit: maxMembers }, signal })).items,
  }).data;
}

function membersNamed(members: readonly Schemas['Member'][], typed: string): Named[] {
  const wanted = typed.toLowerCase();
  return members
    .filter(({ name, email }) => [name, email].some((each) => each?.toLowerCase().startsWith(wanted)))
    .slice(0, maxNamed)
    .map(({ userId, name, email }) => ({ id: userId, name: name ?? email ?? userId, kind: subjects.user }));
}

async function connectionsNamed(klayim: KlayimClient, typed: string, signal: AbortSignal): Promise<Named[]> {
  const query = { accountPrefix: typed, limit: maxNamed };
  const { items } = await klayim.call('listIntegrations', { query, signal });
  return items.map(({ id, accountEmail }) => ({ id, name: accountEmail, kind: subjects.integration }));
}

async function employeesNamed(klayim: KlayimClient, typed: string, signal: AbortSignal): Promise<Named[]> {
  const prefix = typed.includes('@') ? { emailPrefix: typed } : { namePrefix: typed };
  const { items } = await klayim.call('listEmployees', { query: { ...prefix, limit: maxNamed }, signal });
  return items.map(({ id, name }) => ({ id, name, kind: subjects.employee }));
}
