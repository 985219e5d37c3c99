import express from 'express';
import { listen, type RunningServer } from '../../http/listen.ts';

/** A Google Cloud project, as its REST APIs show it. */
export interface CloudProject {
  projectId: string;
  state: string;
  enabledApis: string[];
  /** By id. */
  databases: Record<string, CloudDatabase>;
  /** By release, such as `cloud.firestore`: the text of the rules. */
  rules: Record<string, string>;
  secrets: Record<string, { state: string; value: string }>;
  sites: string[];
  /** By name; the labels. */
  functions: Record<string, Record<string, string>>;
  queues: Record<string, string>;
  jobs: Record<string, string>;
  /** What the caller may do in the project, and as each service account. */
  permissions: string[];
  /** By email address. */
  serviceAccounts: Record<string, { disabled?: boolean; permissions: string[]; bindings: Binding[] }>;
  bindings: Binding[];
}

export interface CloudDatabase {
  type: string;
  locationId: string;
  indexes: { collectionGroup: string; queryScope: string; state: string; fields: object[] }[];
  ttl: { collectionGroup: string; fieldPath: string; state: string }[];
}

export interface Binding {
  role: string;
  members: string[];
}

/** A failure of an API, in place of its answer. */
export interface Outage {
  service: string;
  status: number;
  body: object;
}

export interface GoogleCloud extends RunningServer {
  /** Method, path and caller of each request. */
  requests: { method: string; path: string; authorization: string | undefined }[];
}

const notFound = { error: { code: 404, message: 'not found', status: 'NOT_FOUND' } };

/**
 * The reading half of the REST APIs that a deployment is checked by, over one project; each service below its name. Lists
 * come on pages of two.
 * @see https://developers.google.com/apis-explorer for the references of all of them.
 */
export async function startGoogleCloud(
  project: () => CloudProject,
  outages: () => readonly Outage[] = () => [],
): Promise<GoogleCloud> {
  const requests: GoogleCloud['requests'] = [];
  const app = express();
  app.use(express.json());
  app.use((request, response, next) => {
    const { method, path } = request;
    requests.push({ method, path, authorization: request.get('authorization') });
    const outage = outages().find(({ service }) => path.startsWith(`/${service}/`));
    if (outage) {
      response.status(outage.status).json(outage.body);
    } else {
      next();
    }
  });
  const get = (path: string, answer: (parameters: Parameters, query: Query) => object | undefined) =>
    app.get(path, ({ params, query }, response) => {
      const body = answer(params as Parameters, query as Query);
      response.status(body ? 200 : 404).json(body ?? notFound);
    });

  get('/firebase/v1beta1/projects/:project', ({ project: id }) =>
    id === project().projectId ? { projectId: id, state: project().state } : undefined,
  );
  get('/serviceusage/v1/projects/:project/services\\:batchGet', (_parameters, { names }) => ({
    services: [names].flat().map((name = '') => ({
      name: name.replace(project().projectId, '42'),
      state: project().enabledApis.includes(name.split('/').at(-1) ?? '') ? 'ENABLED' : 'DISABLED',
    })),
  }));
  serveFirestore(get, project);
  serveFunctions(get, project);
  serveAccounts(app, get, project);
  const server = await listen(app);
  return { ...server, requests };
}

type Parameters = Readonly<Record<string, string>>;
type Query = Readonly<Record<string, string | undefined>>;
type Get = (path: string, answer: (parameters: Parameters, query: Query) => object | undefined) => unknown;

function page(field: string, items: readonly object[], { pageToken = '0' }: Query): object {
  const start = Number(pageToken);
  const more = start + 2 < items.length && { nextPageToken: String(start + 2) };
  return { [field]: items.slice(start, start + 2), ...more };
}

function serveFirestore(get: Get, project: () => CloudProject): void {
  const databases = '/firestore/v1/projects/:project/databases/:database';
  const nameOf = (database: string, group: string) =>
    `projects/${project().projectId}/databases/${database}/collectionGroups/${group}`;
  get(databases, ({ database = '' }) => project().databases[database]);
  get(`${databases}/collectionGroups/-/indexes`, ({ database = '' }, query) => {
    const { indexes = [] } = project().databases[database] ?? {};
    const shown = indexes.map(({ collectionGroup, fields, ...index }, number) => ({
      ...index,
      name: `${nameOf(database, collectionGroup)}/indexes/${number}`,
      fields: [...fields, { fieldPath: '__name__', order: 'DESCENDING' }],
    }));
    return page('indexes', shown, query);
  });
  get(`${databases}/collectionGroups/-/fields`, ({ database = '' }, query) => {
    const { ttl = [] } = project().databases[database] ?? {};
    const shown = ttl.map(({ collectionGroup, fieldPath, state }) => ({
      name: `${nameOf(database, collectionGroup)}/fields/${fieldPath}`,
      ttlConfig: { state },
    }));
    return page('fields', shown, query);
  });
  get('/firebaserules/v1/projects/:project/releases/*release', ({ project: id, release }) => {
    const name = [release].flat().join('/');
    return name in project().rules ? { rulesetName: `projects/${id}/rulesets/${name}` } : undefined;
  });
  get('/firebaserules/v1/projects/:project/rulesets/*release', ({ release }) => {
    const content = project().rules[[release].flat().join('/')];
    return { source: { files: [{ name: 'firestore.rules', content }] } };
  });
  const secrets = '/secretmanager/v1/projects/:project/secrets/:secret/versions';
  get(`${secrets}/latest`, ({ secret = '' }) => project().secrets[secret]);
  get(`${secrets}/latest\\:access`, ({ secret = '' }) => {
    const data = Buffer.from(project().secrets[secret]?.value ?? '').toString('base64');
    return { payload: data === '' ? {} : { data } };
  });
}

function serveFunctions(get: Get, project: () => CloudProject): void {
  const stated = (parent: string, states: Readonly<Record<string, string>>) =>
    Object.entries(states).map(([name, state]) => ({ name: `${parent}/${name}`, state }));
  get('/cloudfunctions/v2/projects/:project/locations/:region/functions/:name', ({ name = '' }) => {
    const labels = project().functions[name];
    return labels && { labels };
  });
  get('/cloudtasks/v2/projects/:project/locations/:region/queues', (_parameters, query) =>
    page('queues', stated('projects/p/locations/r/queues', project().queues), query),
  );
  get('/cloudscheduler/v1/projects/:project/locations/:region/jobs', (_parameters, query) =>
    page('jobs', stated('projects/p/locations/r/jobs', project().jobs), query),
  );
  get('/firebasehosting/v1beta1/projects/:project/sites', ({ project: id }, query) => {
    const sites = project().sites.map((site) => ({ name: `projects/${id}/sites/${site}` }));
    return page('sites', sites, query);
  });
}

function serveAccounts(app: express.Express, get: Get, project: () => CloudProject): void {
  const accounts = '/iam/v1/projects/:project/serviceAccounts/:email';
  const accountOf = ({ email = '' }: Parameters) => project().serviceAccounts[email];
  get(accounts, (parameters) => {
    const { email } = parameters;
    const found = accountOf(parameters);
    return found && { email, ...(found.disabled && { disabled: true }) };
  });
  const asked = (body: unknown, granted: readonly string[]) => {
    const permissions = (body as { permissions: string[] }).permissions.filter((one) =>
      granted.includes(one),
    );
    return permissions.length > 0 ? { permissions } : {};
  };
  app.post(`${accounts}\\:testIamPermissions`, ({ params, body }, response) => {
    response.json(asked(body, accountOf(params as Parameters)?.permissions ?? []));
  });
  app.post(`${accounts}\\:getIamPolicy`, ({ params }, response) => {
    response.json({ bindings: accountOf(params as Parameters)?.bindings ?? [] });
  });
  app.post('/cloudresourcemanager/v1/projects/:project\\:testIamPermissions', ({ body }, response) => {
    response.json(asked(body, project().permissions));
  });
  app.post('/cloudresourcemanager/v1/projects/:project\\:getIamPolicy', (_request, response) => {
    response.json({ bindings: project().bindings });
  });
}
