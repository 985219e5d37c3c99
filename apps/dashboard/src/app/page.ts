import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** One page of the dashboard. */
export interface Page {
  /** As wouter matches it: `/connections/:id`. */
  path: string;
  component: LazyExoticComponent<ComponentType>;
}

/** A page whose script is loaded when somebody goes there. */
export function page(path: string, load: () => Promise<ComponentType>): Page {
  return { path, component: lazy(async () => ({ default: await load() })) };
}
