import { isKlayimError, type Schemas } from '@klayim/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../api/services.ts';

type Organization = Schemas['Organization'];

/** What can be changed of an organization. */
export type OrganizationField = 'name' | 'notificationEmails' | 'returnUrls';

const organizationKey = ['organization'] as const;

/** A setting that was not saved, since somebody else has changed it meanwhile. */
export class SettingConflict extends Error {
  readonly stored: Organization;

  constructor(stored: Organization) {
    super('The setting has changed meanwhile.');
    this.stored = stored;
  }
}

/** The organization's settings. */
export function useOrganization() {
  const { klayim } = useServices();
  return useQuery({
    queryKey: organizationKey,
    queryFn: ({ signal }) => klayim.call('getOrganization', { signal }),
  });
}

interface Change {
  /** The settings that were changed. */
  base: Organization;
  value: Organization[OrganizationField];
}

/**
 * Saves one setting. A change of another setting meanwhile is no obstacle; it fails with a {@link SettingConflict} when it was
 * this one.
 */
export function useSaveSetting(field: OrganizationField) {
  const { klayim } = useServices();
  const queryClient = useQueryClient();
  const save = ({ base, value }: Change): Promise<Organization> =>
    klayim.call('updateOrganization', {
      headers: { 'If-Match': `"${base.version}"` },
      body: { [field]: value },
    });
  return useMutation({
    mutationFn: async ({ base, value }: Change): Promise<Organization> => {
      try {
        return await save({ base, value });
      } catch (error) {
        if (!isKlayimError(error, 'precondition_failed')) {
          throw error;
        }
        const stored = await klayim.call('getOrganization');
        if (String(stored[field]) !== String(base[field])) {
          throw new SettingConflict(stored);
        }
        return save({ base: stored, value });
      }
    },
    onSuccess: (organization) => {
      queryClient.setQueryData(organizationKey, organization);
      // The name stands in the corner of every page.
      return field === 'name' ? queryClient.invalidateQueries({ queryKey: ['me'] }) : undefined;
    },
  });
}
