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

export const importsCsv = csv(
  'id,status,dryRun,rows,created,updated,unchanged,rejectedRows,faults,error,createdAt,finishedAt',
  'imp_7f3a,completed,false,120,4,16,98,2,2,,2026-11-23T10:15:00.000Z,2026-11-23T10:15:09.000Z',
);

export const eventsCsv = csv(
  'at,type,result,reason,subjectType,subjectId,actorType,actorId,actorName,actorEmail,actorRole,ipAddress,requestId,details,id',
  '2026-11-23T10:15:00.000Z,organization.updated,success,,organization,northwind,user,ada,Ada Lovelace,ada@northwind.example,owner,203.0.113.7,request-1,"{""changedFields"":[""name""]}",5f1c',
);

export const membersCsv = csv(
  'userId,name,email,role,joinedAt',
  'ada,Ada Lovelace,ada@northwind.example,owner,2026-11-01T08:00:00.000Z',
);

export const deliveriesCsv = csv(
  'id,type,state,attempts,lastAttemptAt,lastStatus,lastFailure,nextAttemptAt,createdAt',
  'evt_4c1d,connection.connected,delivered,1,2026-11-23T10:15:01.000Z,204,,,2026-11-23T10:15:00.000Z',
);

function csv(...lines: string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
