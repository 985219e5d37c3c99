/** The chapters of the API's documentation, in order, each with a sentence of its own. */
export const routeTags = {
  You: 'Who is signed in, and what they may do.',
  Integrations: 'Connected Google and Microsoft accounts: see, connect, refresh, disconnect.',
  Employees: "An organization's directory of people.",
  'Employee imports': 'Directories from CSV files.',
  Organization: "The caller's own organization: its settings and its API keys.",
  Webhooks: 'What happens to connections and the directory, sent to an URL of yours. See docs/webhooks.md.',
  Audit: 'Who did what, when and with what result.',
  Operators: "Across organizations, for the service's own operators.",
  Service: 'The service itself: its health and its contract.',
} as const satisfies Record<string, string>;

/** A chapter of the documentation. */
export type RouteTag = keyof typeof routeTags;
