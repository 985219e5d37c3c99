import { allRoutes } from '../http/api-server.ts';
import { describeBudget } from './budget.suite.ts';
import { bodiesFor, bodyRoutesOf, framingsFor, type NamedRequest } from './hostile-requests.ts';

const routes = bodyRoutesOf(allRoutes());

/** Those requests to a POST route whose names end like this. */
function requestsTo(path: string, of: typeof framingsFor, ...endings: string[]): NamedRequest[] {
  const route = routes.find((each) => each.method === 'POST' && each.path === path);
  if (!route) {
    throw new Error(`there is no route ${path}`);
  }
  const requests = of(route);
  return endings.map((ending) => {
    const found = requests.find(({ name }) => name.endsWith(`: ${ending}`));
    if (!found) {
      throw new Error(`there is no request ${ending}`);
    }
    return found;
  });
}

// The ones that took the most memory before what they do was mended; the soak test sends all of them, and measures blocks.
describeBudget(
  [
    ...requestsTo('/employees', framingsFor, '205 MB in gzip', 'twice the limit in chunks'),
    ...requestsTo('/employee-imports', bodiesFor, 'quoted line ends', 'rows of one letter'),
  ],
  { withBlocks: false },
);
