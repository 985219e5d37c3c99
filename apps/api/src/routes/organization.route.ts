import { organizationPatchSchema, organizationSchema } from '@klayim/shared/schemas';
import { isExpectedVersion } from '../http/conditional.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { OrganizationSettingsService } from '../services/organizations/organization-settings.service.ts';
import { organizationExample } from './examples/organization.example.ts';
import { managers } from './route-input.ts';

/** What the organization's routes need. */
export interface OrganizationRouteDependencies {
  organizationSettingsService: OrganizationSettingsService;
}

/** Routes for the caller's own organization. */
export function organizationRoutes({ organizationSettingsService }: OrganizationRouteDependencies): Route[] {
  const responses = {
    200: { description: 'The settings', schema: organizationSchema, example: organizationExample },
  } as const;
  return [
    defineRoute({
      method: 'get',
      path: '/organization',
      access: managers,
      operationId: 'getOrganization',
      tag: 'Organization',
      summary: "See your organization's settings",
      errors: [],
      rateLimit: 'read',
      etag: 'answered',
      responses,
      handler: async ({ caller }) => {
        const body = await organizationSettingsService.getOrganization(caller.organizationId);
        return { status: 200, body, version: body.version };
      },
    }),

    defineRoute({
      method: 'patch',
      path: '/organization',
      access: managers,
      operationId: 'updateOrganization',
      tag: 'Organization',
      summary: "Change your organization's name or who is notified",
      errors: [],
      rateLimit: 'write',
      repeat: 'harmless',
      etag: 'required',
      body: organizationPatchSchema,
      bodyExample: { notificationEmails: ['it@northwind.example'] },
      responses,
      handler: async ({ body: patch, caller, actor, request }) => {
        const body = await organizationSettingsService.updateOrganization(caller.organizationId, patch, {
          actor,
          isExpected: (version) => isExpectedVersion(request.ifMatch, version),
        });
        return { status: 200, body, version: body.version };
      },
    }),
  ];
}
