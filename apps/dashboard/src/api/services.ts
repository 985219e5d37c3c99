import type { KlayimClient } from '@klayim/client';
import { createContext, useContext } from 'react';
import type { ChosenOrganization } from '../session/chosen-organization.ts';
import type { Session } from '../session/session.ts';
import type { Availability } from './availability.ts';

/** What the pages are given. */
export interface Services {
  klayim: KlayimClient;
  session: Session;
  organization: ChosenOrganization;
  availability: Availability;
}

/** Provided once, by `main.tsx`. */
export const servicesContext = createContext<Services | null>(null);

/** The client, the session and the state of the API. @throws {Error} outside of the application. */
export function useServices(): Services {
  const services = useContext(servicesContext);
  if (!services) {
    throw new Error('useServices is called outside of servicesContext.');
  }
  return services;
}
