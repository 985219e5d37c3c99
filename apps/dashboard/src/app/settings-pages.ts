/** The pages of the settings, loaded together: most of what they are made of is the same, and who opens one opens others. */
export { ApiKeysPage } from '../pages/api-keys/api-keys-page.tsx';
export { MembersPage } from '../pages/members/members-page.tsx';
export { NotificationsPage } from '../pages/notifications/notifications-page.tsx';
export { OrganizationPage } from '../pages/organization/organization-page.tsx';
export { WebhookPage } from '../pages/webhook/webhook-page.tsx';
export { WebhooksPage } from '../pages/webhooks/webhooks-page.tsx';
