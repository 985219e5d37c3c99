import express, { type Request, type Response, type Router } from 'express';
import { AppError } from '../errors/app-error.ts';
import { contextOf } from './request-context.ts';
import type { Route } from './route.ts';
import { type RouteEnvironment, runRoute } from './run-route.ts';

/**
 * A router with these routes. A known path answers other methods with 405 and `Allow`, an unknown path is a 404.
 * The order of the list does not matter: `/integrations/providers` goes before `/integrations/:id`.
 * @throws {Error} when two routes have the same method and path.
 */
export function registerRoutes(routes: readonly Route[], environment: RouteEnvironment): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [path, sharing] of byPath(routes)) {
    const place = router.route(path);
    for (const route of sharing) {
      place[route.method]((request, response) => runRoute(route, environment, request, response));
    }
    const allowed = allowedMethods(sharing);
    place.options((request: Request, response: Response) => {
      contextOf(request).route = path;
      response.setHeader('Allow', allowed.join(', '));
      response.status(204).end();
    });
    place.all((request: Request) => {
      contextOf(request).route = path;
      request.res?.setHeader('Allow', allowed.join(', '));
      throw new AppError('method_not_allowed', { detail: `This path knows ${allowed.join(', ')}.` });
    });
  }
  router.use((request, response) => {
    // A browser asks before it sends: what it sends then learns that there is nothing.
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    throw new AppError('route_not_found');
  });
  return router;
}

/** The routes of each path, literal paths before those with parameters. */
function byPath(routes: readonly Route[]): [string, Route[]][] {
  const paths = new Map<string, Route[]>();
  for (const route of routes) {
    const sharing = paths.get(route.path) ?? [];
    if (sharing.some(({ method }) => method === route.method)) {
      throw new Error(`Two routes are declared for ${route.method} ${route.path}`);
    }
    paths.set(route.path, [...sharing, route]);
  }
  return [...paths].sort(([one], [other]) => (rankOf(one) < rankOf(other) ? -1 : 1));
}

/** Sorts literal segments before parameters, place by place: `~` is the last of the printable ASCII characters. */
function rankOf(path: string): string {
  return path.replaceAll(':', '~');
}

function allowedMethods(sharing: readonly Route[]): string[] {
  const methods = sharing.map(({ method }) => method.toUpperCase());
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
}
