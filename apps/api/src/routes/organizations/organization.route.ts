import {
  organizationChangeSchema,
  organizationEventsQuerySchema,
  organizationPatchSchema,
  organizationSchema,
} from '@klayim/shared/schemas';
import { isExpectedVersion } from '../../http/conditional.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { OrganizationEventsService } from '../../services/organizations/organization-events.service.ts';
import type { OrganizationSettingsService } from '../../services/organizations/organization-settings.service.ts';
import { organizationChangeExample, organizationExample } from '../examples/organization.example.ts';
import { managers, readers } from '../route-input.ts';

/** What the organization's routes need. */
export interface OrganizationRouteDependencies {
  organizationEventsService: Pick<OrganizationEventsService, 'follow'>;
  organizationSettingsService: OrganizationSettingsService;
}

/** Routes for the caller's own organization. */
export function organizationRoutes({
  organizationEventsService,
  organizationSettingsService,
}: OrganizationRouteDependencies): Route[] {
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
      method: 'get',
      path: '/organization/events',
      access: { ...readers, scope: 'integrations:read' },
      operationId: 'followOrganization',
      tag: 'Organization',
      summary: 'Follow what changes in your organization by server-sent events',
      description:
        'One `change` event for each change, whoever made it, within seconds: what it is and its id, never the record. What has changed in the last two minutes comes first, so that nothing is missed between two streams; name the `position` of the last one in `after`, and only what came later is told. A stream lasts a minute at most: connect again. A caller may hold three at once, an organization ten.',
      errors: [],
      rateLimit: 'read',
      query: organizationEventsQuerySchema,
      responses: {
        200: {
          description: 'The events',
          stream: 'text/event-stream',
          schema: organizationChangeSchema,
          example: organizationChangeExample,
        },
      },
      handler: async ({ query, caller: { organizationId, role } }) => ({
        status: 200,
        body: organizationEventsService.follow({ ...query, organizationId, role }),
        // Proxies that collect an answer before they pass it on would hold the events back.
        headers: { 'X-Accel-Buffering': 'no' },
      }),
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
