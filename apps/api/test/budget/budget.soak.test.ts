import { createFuzzRandom } from '../fuzz/fuzz-random.ts';
import { allRoutes } from '../http/api-server.ts';
import { describeBudget } from './budget.suite.ts';
import {
  type BodyRoute,
  bodiesFor,
  bodyRoutesOf,
  framingsFor,
  headsWithoutBody,
} from './hostile-requests.ts';

const seed = 20_261_128;
/** Bodies of a random shape and length for each route. */
const randomBodies = 3;
/** Routes whose limits are not everybody's: they get every shape at its full length. */
const ownLimits = ['/employees', '/employees/sync', '/employee-imports'];

const random = createFuzzRandom(seed);
const routes = bodyRoutesOf(allRoutes());
const fullRoutes = routes.filter(({ method, path }) => method === 'POST' && ownLimits.includes(path));

function randomBodiesFor(route: BodyRoute) {
  return Array.from({ length: randomBodies }, () => {
    const bytes = Math.ceil(random.next() * route.limitBytes) + 64;
    return random.pick(bodiesFor(route, bytes));
  });
}

describeBudget([
  ...fullRoutes.flatMap((route) => [...bodiesFor(route), ...framingsFor(route)]),
  ...routes.filter((route) => !fullRoutes.includes(route)).flatMap(randomBodiesFor),
  ...headsWithoutBody(),
]);
