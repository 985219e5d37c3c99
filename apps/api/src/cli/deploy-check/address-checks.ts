import * as z from 'zod';
import { providerRegistry } from '../../providers/index.ts';
import type { Check, CheckResult } from './check.ts';
import type { CloudContext } from './context.ts';

const siteSchema = z.object({ name: z.string() });

/** Whether PUBLIC_BASE_URL leads to this project, and what the providers have to know of it. */
export function addressChecks(context: CloudContext): Check[] {
  const base = (context.variables['PUBLIC_BASE_URL'] ?? '').replace(/\/+$/, '');
  // What is wrong with it as a URL has been said of the file of variables.
  if (!URL.canParse(base)) {
    return [];
  }
  const servers = [...providerRegistry.servers.values()].filter(
    ({ clientIdVariable }) => context.variables[clientIdVariable],
  );
  return [
    { name: 'PUBLIC_BASE_URL', run: async () => [await publicBaseUrl(context, new URL(base))] },
    ...servers.map(({ id, displayName, registeredAt }): Check => {
      const uri = `${base}/oauth/${id}/callback`;
      const name = `redirect URI at ${displayName}`;
      const message = `${uri} has to be registered (${registeredAt}); only you can check it`;
      return { name, run: async () => [{ name, status: 'manual', message }] };
    }),
  ];
}

/** @see https://firebase.google.com/docs/reference/hosting/rest/v1beta1/projects.sites/list */
async function publicBaseUrl(context: CloudContext, url: URL): Promise<CheckResult> {
  const { google, projectId, region } = context;
  const name = 'PUBLIC_BASE_URL';
  const fix = `edit apps/api/deploy/.env.${projectId}`;
  const own = `${region}-${projectId}.cloudfunctions.net`;
  if (url.hostname.endsWith('.cloudfunctions.net')) {
    if (url.host === own) {
      return { name, status: 'ok', message: `the function’s own address` };
    }
    return {
      name,
      status: 'missing',
      message: `functions of this project are at ${own}, not ${url.host}`,
      fix,
    };
  }
  const [, site] = /^([^.]+)\.(?:web\.app|firebaseapp\.com)$/.exec(url.host) ?? [];
  if (site === undefined) {
    const message = `${url.host} has to lead ${url.pathname} to the function api; only you know whether it does`;
    return { name, status: 'manual', message };
  }
  const path = `v1beta1/projects/${projectId}/sites`;
  const sites = await google.list(siteSchema, 'firebasehosting', path, 'sites');
  if (!sites.some((found) => found.name.endsWith(`/sites/${site}`))) {
    return { name, status: 'missing', message: `${site} is no Hosting site of ${projectId}`, fix };
  }
  if (url.pathname !== '/api') {
    const message = `firebase.json leads /api to the function, and the address says ${url.pathname}`;
    return { name, status: 'missing', message, fix };
  }
  return { name, status: 'ok', message: `the Hosting site ${site}` };
}
