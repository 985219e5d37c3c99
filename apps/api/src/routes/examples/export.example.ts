/** The first lines of each export, as the documentation shows them. */
export const integrationsCsv = csv(
  'id,provider,accountEmail,status,requiredAction,reason,scopes,missingScopes,expiresAt,connectedBy,lastUsedAt,lastUsedBy,lastRefreshedAt,createdAt',
  'google_4pWQ0cXo2mJ8b1kVZtYh7g,google_calendar,ada@northwind.example,connected,none,,openid email,,2026-11-23T11:15:00.000Z,Ada Lovelace,2026-11-23T10:20:00.000Z,Scheduler,2026-11-23T10:15:00.000Z,2026-11-01T08:00:00.000Z',
);

export const employeesCsv = csv(
  'name,email,role,department,hourlyRateCents,employmentStatus,sourceType,sourceId,createdAt,updatedAt',
  'Ada Lovelace,ada@northwind.example,Engineer,Research,9850,fullTime,bamboohr,4711,2026-11-01T08:00:00.000Z,2026-11-20T08:00:00.000Z',
);

export const faultsCsv = csv('line,column,reason', '7,Work Email,is not an email address');

function csv(...lines: string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
