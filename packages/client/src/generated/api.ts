// Made of apps/api/openapi.json by "pnpm generate": change that, not this.

export interface paths {
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys, newest first, without their secrets
         * @description For the roles owner.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key for a backend
         * @description The answer is the only one that holds the key. A lost answer cannot be asked for again: list the keys, revoke the one whose secret is lost, and create another.
         *
         *     For the roles owner.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key for good
         * @description It is refused everywhere within a minute.
         *
         *     For the roles owner.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an API key by a new one with the same scopes
         * @description The old key works on for `overlapSeconds`, so that backends can be changed one by one.
         *
         *     For the roles owner.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened, newest first
         * @description For the roles owner, administrator. API keys need the scope `audit:read`.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what happened, newest first
         * @description One event a line, all that fit. An export that is cut short (the connection breaks) can be continued with `to` set to the `at` of the last whole line, which may repeat events of that very millisecond.
         *
         *     For the roles owner, administrator. API keys need the scope `audit:read`.
         */
        get: operations["exportAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit-events/export/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what happened as CSV, newest first
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it. One that is cut short can be continued as `GET /audit-events/export`.
         *
         *     For the roles owner, administrator. API keys need the scope `audit:read`.
         */
        get: operations["exportAuditEventsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the imports of the last 30 days, newest first
         * @description For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["listEmployeeImports"];
        put?: never;
        /**
         * Import a CSV file, or try it out
         * @description Up to 50,000 rows and 20 MB. Columns are found by common names; `<field>Column` names the others. With `dryRun=true` every row is judged, nothing is written, and `preview` shows what was made of the file. The same file with the same settings is the same import until it is over and the directory has changed: it is done again then.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        post: operations["startEmployeeImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far an import has come
         * @description For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["getEmployeeImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-imports/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an import by server-sent events
         * @description One `progress` event for each change, with the whole import as its data, until the import is over. A stream lasts a minute at most: connect again, nothing is missed. A caller may hold three at once, an organization ten.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["followEmployeeImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-imports/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is wrong with rows, in the order of the file
         * @description For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["listEmployeeImportFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-imports/{id}/faults/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what is wrong with rows as CSV, in the order of the file
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it. The rows themselves are not kept: the file held salaries.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["exportEmployeeImportFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-imports/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the imports of the last 30 days as CSV, newest first
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["exportEmployeeImports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-sync-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a full synchronization in several calls
         * @description For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        post: operations["startEmployeeSyncSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-sync-sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a full synchronization in several calls
         * @description For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        get: operations["getEmployeeSyncSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employee-sync-sessions/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete for good who was not sent in the session
         * @description While the session is `finishing`, repeat the call: each works for half a minute.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        post: operations["finishEmployeeSyncSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List, filter and search the directory
         * @description Filters combine with each other and with `namePrefix`, in the order by name. `emailPrefix` and the other orders are of the whole directory. Members get no `hourlyRateCents`.
         *
         *     For the roles owner, administrator, member, service. API keys need the scope `employees:read`.
         */
        get: operations["listEmployees"];
        put?: never;
        /**
         * Add an employee
         * @description For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        post: operations["createEmployee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employees/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See one employee
         * @description For the roles owner, administrator, member, service. API keys need the scope `employees:read`.
         */
        get: operations["getEmployee"];
        put?: never;
        post?: never;
        /**
         * Remove an employee for good
         * @description With an `If-Match` header, only in that version.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        delete: operations["deleteEmployee"];
        options?: never;
        head?: never;
        /**
         * Change the named fields of an employee
         * @description The next synchronization of a record with a source overwrites what was changed here.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        patch: operations["updateEmployee"];
        trace?: never;
    };
    "/employees/by-source/{sourceType}/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write what a source says of one of its people
         * @description Creates the employee of that record, or overwrites everything of it. The same again writes nothing. With an `If-Match` header, only that version is overwritten.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        put: operations["putEmployeeBySource"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employees/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the directory as CSV, by name
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:read`.
         */
        get: operations["exportEmployees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employees/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Departments and roles, with how many employees each has
         * @description For the roles owner, administrator, member, service. API keys need the scope `employees:read`.
         */
        get: operations["getEmployeeFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/employees/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write up to 5,000 records of a source
         * @description `full` without a session permanently deletes, at the very end, the employees that the source no longer has. With a session, no employee is deleted before it is finished.
         *
         *     For the roles owner, administrator. API keys need the scope `employees:write`.
         */
        post: operations["syncEmployees"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process answers
         * @description Open to everybody.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the connected accounts, newest first or in another order
         * @description For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["listIntegrations"];
        put?: never;
        /**
         * Import tokens that were obtained elsewhere
         * @description The provider must confirm that the tokens belong to this application and to that account: the refresh token is used once, and what comes back is stored. Google also confirms an access token alone; Microsoft does not.
         *
         *     For the roles owner, administrator. API keys need the scope `integrations:manage`.
         */
        post: operations["importIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See one connected account
         * @description For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["getIntegration"];
        put?: never;
        post?: never;
        /**
         * Delete an account and its history for good
         * @description For the roles owner.
         */
        delete: operations["deleteIntegration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect an account and erase its credentials
         * @description For the roles owner, administrator. API keys need the scope `integrations:manage`.
         */
        post: operations["disconnectIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See an account's last refreshes and what the audit trail says of it
         * @description For the roles owner, administrator. API keys need the scope `audit:read`.
         */
        get: operations["getIntegrationHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh an account's access token now
         * @description For the roles owner, administrator. API keys need the scope `integrations:manage`.
         */
        post: operations["refreshIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider whether it accepts the access token, and whose it is
         * @description The answer holds no token. An expired token is refreshed first, as for any caller, and the test counts as a use.
         *
         *     For the roles owner, administrator. API keys need the scope `integrations:manage`.
         */
        post: operations["testIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token that is valid now
         * @description For the roles service. API keys need the scope `tokens:read`.
         */
        post: operations["getAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{id}/token-use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who was given an account's tokens on the last days
         * @description For the roles owner, administrator. API keys need the scope `audit:read`.
         */
        get: operations["listTokenUse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{provider}/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start to connect an account
         * @description Send the same browser to `authorizationUrl`: the answer binds it by a cookie, and only it can come back.
         *
         *     For the roles owner, administrator.
         */
        post: operations["startAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the connected accounts as CSV, newest first
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it.
         *
         *     For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["exportIntegrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers that accounts can be connected at
         * @description For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See in numbers how the connected accounts are
         * @description Exact, and at the same cost for any number of accounts: six counts for each provider, which Firestore bills as one read a thousand accounts, and at most eight documents.
         *
         *     For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["getIntegrationSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See refreshes and failures over time, and what ends in the next days
         * @description Added up from what each connection has counted of itself, of the 1,000 that changed last; the same answer is given for a minute.
         *
         *     For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["getIntegrationTrends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join the organization that has invited you
         * @description Get a new ID token afterwards (`getIdToken(true)`): it counts at once. Who belongs to another organization stays in it, and names the one that a request is for in `X-Organization-Id`.
         *
         *     For everybody who is signed in, with an organization or without one. No backend can call it.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/look-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what an invitation offers, before you accept it
         * @description For everybody who is signed in, with an organization or without one. No backend can call it.
         */
        post: operations["lookUpInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who you are, which organizations you belong to and what you may do
         * @description Somebody without an organization has an empty list of organizations: they need an invitation, which an owner makes. `permissions` names the operations of this document that the API lets you call; a page shows and hides by it. Two documents read, one more for each further organization, none without any.
         *
         *     For everybody who is signed in, with an organization or without one. No backend can call it.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/organizations/{organizationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Leave an organization
         * @description You have no access to it any more, within a minute; with a new ID token (`getIdToken(true)`) at once. What you connected stays connected. Its last owner cannot leave.
         *
         *     For everybody who is signed in, with an organization or without one. No backend can call it.
         */
        delete: operations["leaveOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/{server}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The provider's way back: completes the connection
         * @description The browser that started must come, with its cookie. Loaded again, it tells how the authorization ended, for the rest of its ten minutes. HEAD and prefetches have no effect. Without a return URL a browser (`Accept: text/html`) gets a page.
         *
         *     Open to everybody.
         */
        get: operations["completeAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document (OpenAPI 3.1)
         * @description Open to everybody.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/client-secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When our client secrets at the providers end
         * @description As the configuration says; no secret is told.
         *
         *     For those who run the platform (claim `platformOperator`).
         */
        get: operations["listClientSecretEnds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/encryption-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which encryption keys there are, what needs them, and which may be removed
         * @description For those who run the platform (claim `platformOperator`).
         */
        get: operations["getEncryptionKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What fails at providers now, and for whom
         * @description For those who run the platform (claim `platformOperator`).
         */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/key-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move stored credentials to the current encryption key
         * @description For those who run the platform (claim `platformOperator`).
         */
        post: operations["startKeyRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/key-rotations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a key rotation has come
         * @description `current` is the rotation to the key that is current now.
         *
         *     For those who run the platform (claim `platformOperator`).
         */
        get: operations["getKeyRotation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organizations by id, with how many connections and people each has
         * @description Those that have a document: made by `grant`, or whose settings were changed once.
         *
         *     For those who run the platform (claim `platformOperator`).
         */
        get: operations["listOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much work waits, and what of it is late
         * @description Counted in the database, across organizations: it shows what the task queues may have lost, too.
         *
         *     For those who run the platform (claim `platformOperator`).
         */
        get: operations["countQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the last sweeps found and did
         * @description For those who run the platform (claim `platformOperator`).
         */
        get: operations["listSweeps"];
        put?: never;
        /**
         * Refresh everything that is due, now
         * @description For those who run the platform (claim `platformOperator`).
         */
        post: operations["startSweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/unlisted-errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Errors of providers that the tables of reasons lack, and how many connections show them
         * @description For those who run the platform (claim `platformOperator`).
         */
        get: operations["listUnlistedErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your organization's settings
         * @description For the roles owner, administrator.
         */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your organization's name or who is notified
         * @description For the roles owner, administrator.
         */
        patch: operations["updateOrganization"];
        trace?: never;
    };
    "/organization/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what changes in your organization by server-sent events
         * @description One `change` event for each change, whoever made it, within seconds: what it is and its id, never the record. What has changed in the last two minutes comes first, so that nothing is missed between two streams; name the `position` of the last one in `after`, and only what came later is told. A stream lasts a minute at most: connect again. A caller may hold three at once, an organization ten.
         *
         *     For the roles owner, administrator, member, service. API keys need the scope `integrations:read`.
         */
        get: operations["followOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invitations that can still be accepted, newest first
         * @description For the roles owner.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Make a link that lets somebody join, once, for seven days
         * @description Only a digest of its token is kept. An organization has at most 50 open invitations.
         *
         *     For the roles owner.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back: its link does not work any more
         * @description For the roles owner.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the people of your organization, by address
         * @description Who has a role and has not signed in since they got it by the command `grant` comes when they do.
         *
         *     For the roles owner, administrator, member.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take somebody's access away, within a minute
         * @description Their account stays: it may be of use elsewhere. The last owner cannot be removed.
         *
         *     For the roles owner.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change somebody's role
         * @description It counts within a minute. Who loses rights by it must sign in again.
         *
         *     For the roles owner.
         */
        patch: operations["changeMemberRole"];
        trace?: never;
    };
    "/organization/members/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the people of your organization as CSV, by address
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it.
         *
         *     For the roles owner, administrator, member.
         */
        get: operations["exportMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process can do its job
         * @description An outcome is at most ten seconds old. Which check failed is in the log, in a line with the message `Not ready`.
         *
         *     Open to everybody.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints, newest first, without their secrets
         * @description For the roles owner.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Add a webhook endpoint
         * @description The URL is sent a signed `endpoint.verification` at once. A 2xx answer that holds its `data.challenge`, as `{"challenge": "…"}` or as the whole text, enables the endpoint; otherwise it stays `unverified` until `POST /webhook-endpoints/{id}/verify` succeeds. This is the only answer that holds the secret.
         *
         *     For the roles owner.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See one webhook endpoint
         * @description For the roles owner.
         */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook endpoint for good
         * @description What waits to be delivered to it is given up.
         *
         *     For the roles owner.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change a webhook endpoint's URL or events, enable or disable it
         * @description Another URL, and `enabled: true` for an endpoint that is not enabled, send the challenge: look at the `status` of the answer.
         *
         *     For the roles owner.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what an endpoint was or will be sent in the last 30 days, newest first
         * @description For the roles owner.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event once more, with the same id
         * @description For the roles owner.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/deliveries/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what an endpoint was or will be sent in the last 30 days as CSV, newest first
         * @description UTF-8 with a byte order mark, lines that end in CR LF. What a spreadsheet would run as a formula has an apostrophe before it.
         *
         *     For the roles owner.
         */
        get: operations["exportWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a webhook endpoint's secret
         * @description Requests are signed with both secrets for `overlapSeconds`, so that receivers can be changed without a pause.
         *
         *     For the roles owner.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to an endpoint
         * @description Its type is `endpoint.test`, and it is delivered as every other event is.
         *
         *     For the roles owner.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the challenge again to an endpoint that is not verified
         * @description For the roles owner.
         */
        post: operations["verifyWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptedInvitation: {
            /** @example northwind */
            organizationId: string;
            /** @enum {string} */
            role: "owner" | "administrator" | "member";
        };
        AcceptInvitation: {
            token: string;
        };
        ApiKey: {
            createdAt: components["schemas"]["Timestamp"];
            /** @description User id of the owner who created the key. */
            createdBy: string;
            /** @description When it stops working; null when it has no end. */
            expiresAt: components["schemas"]["Timestamp"] | null;
            /** @description Also the part of the key between `kl_` and the next `_`. */
            id: components["schemas"]["DocumentId"];
            /** @description Written at most once in five minutes. */
            lastUsedAt: components["schemas"]["Timestamp"] | null;
            name: string;
            /** @description Until when the replaced key works beside the current one; null when there is none. */
            previousExpiresAt: components["schemas"]["Timestamp"] | null;
            /** @description When the key was replaced last. */
            rotatedAt: components["schemas"]["Timestamp"] | null;
            scopes: ("tokens:read" | "integrations:read" | "integrations:manage" | "employees:read" | "employees:write" | "audit:read")[];
        };
        ApiKeyList: {
            items: components["schemas"]["ApiKey"][];
        };
        AuditActor: {
            /** @description The address that belonged to the id by then; absent in events of before it was kept. */
            email?: string | null;
            /** @description Where the request came from; null when that is not known. */
            ipAddress: string | null;
            /** @description As they were called by then. */
            name?: string | null;
            /** @description Also in the answer's `X-Request-Id` and in the logs. */
            requestId: string;
            /** @enum {string} */
            role: "owner" | "administrator" | "member" | "service";
            /** @constant */
            type: "user";
            userId: string;
        } | {
            /** @description The key, as `GET /api-keys` names it. */
            id: string;
            /** @description Where the request came from; null when that is not known. */
            ipAddress: string | null;
            name: string;
            /** @description Also in the answer's `X-Request-Id` and in the logs. */
            requestId: string;
            /** @constant */
            type: "apiKey";
        } | {
            /** @description Google's unique id of the account. */
            id: string;
            /** @description Where the request came from; null when that is not known. */
            ipAddress: string | null;
            /** @description The account's email address. */
            name: string;
            /** @description Also in the answer's `X-Request-Id` and in the logs. */
            requestId: string;
            /** @enum {string} */
            role: "owner" | "administrator" | "member" | "service";
            /** @constant */
            type: "serviceAccount";
        } | {
            /** @description The address that belonged to the id by then; absent in events of before it was kept. */
            email?: string | null;
            /** @description Where the request came from; null when that is not known. */
            ipAddress: string | null;
            /** @description As they were called by then. */
            name?: string | null;
            /** @description Also in the answer's `X-Request-Id` and in the logs. */
            requestId: string;
            /** @constant */
            type: "operator";
            userId: string;
        } | {
            name: string;
            /** @constant */
            type: "system";
        } | {
            /** @description Where the request came from; null when that is not known. */
            ipAddress: string | null;
            /** @description Also in the answer's `X-Request-Id` and in the logs. */
            requestId: string;
            /** @constant */
            type: "anonymous";
        };
        AuditDetails: {
            /** @description The account, so that the trail can be read when its record is gone. */
            accountEmail?: string;
            /** @description The authorization that led here. */
            authorizationId?: string;
            /** @enum {string} */
            because?: "authorization_ends" | "refresh_token_ends" | "unused";
            /** @description The fields of a record that were changed. */
            changedFields?: string[];
            /** @description So many days before its end people were told of it. */
            daysBefore?: number;
            /** @description The employee, so that the trail can be read when the record is gone. */
            employeeName?: string;
            /** @description The webhook endpoint, so that the trail can be read when it is gone. */
            endpointUrl?: string;
            grantExpiresAt?: components["schemas"]["Timestamp"];
            /** @description The integration that an authorization was to reconnect. */
            integrationId?: string;
            /** @description The invitation that a user has accepted. */
            invitationId?: string;
            /** @description The API key, so that the trail can be read when it is gone. */
            keyName?: string;
            /** @description What the API key may do. */
            keyScopes?: ("tokens:read" | "integrations:read" | "integrations:manage" | "employees:read" | "employees:write" | "audit:read")[];
            /** @description Asked for and not granted. */
            missingScopes?: string[];
            provider?: components["schemas"]["IntegrationProvider"];
            /** @description Microsoft's AADSTS numbers. */
            providerCodes?: number[];
            /** @description What the provider said: an OAuth error code, or a short word of ours such as `timeout`. */
            providerError?: string;
            /** @description Why the provider refused an authorization or a refresh. */
            providerReason?: components["schemas"]["ConnectionReason"];
            /**
             * @description The role that a user was given, or has lost.
             * @enum {string}
             */
            role?: "owner" | "administrator" | "member" | "service";
            /** @description Microsoft's `suberror`, or Google's `error_subtype`. */
            subtype?: string;
            /** @description The user, so that the trail can be read when the account is gone. */
            userEmail?: string;
        };
        AuditEvent: {
            actor: components["schemas"]["AuditActor"];
            at: components["schemas"]["Timestamp"];
            details: components["schemas"]["AuditDetails"];
            id: string;
            /** @example northwind */
            organizationId: string;
            /** @description Why, where there is more to say: a code, never a message from outside. */
            reason: string | null;
            /** @enum {string} */
            result: "success" | "failure";
            subject: {
                id: string;
                /** @enum {string} */
                type: "authorization" | "integration" | "user" | "invitation" | "employee" | "organization" | "apiKey" | "webhookEndpoint";
            };
            /** @enum {string} */
            type: "authorization.started" | "authorization.failed" | "authorization.refused" | "integration.connected" | "integration.reconnected" | "integration.scopes_granted" | "integration.scopes_lost" | "integration.expiring" | "integration.imported" | "integration.credentials_replaced" | "integration.refreshed" | "integration.reauthorization_required" | "integration.provider_unavailable" | "integration.recovered" | "integration.token_issued" | "integration.disconnected" | "integration.deleted" | "integration.grant_revoked" | "invitation.created" | "invitation.revoked" | "member.granted" | "member.revoked" | "employee.created" | "employee.updated" | "employee.deleted" | "organization.updated" | "api_key.created" | "api_key.rotated" | "api_key.revoked" | "webhook_endpoint.created" | "webhook_endpoint.updated" | "webhook_endpoint.secret_rotated" | "webhook_endpoint.disabled" | "webhook_endpoint.deleted";
        };
        AuditEventPage: {
            items: components["schemas"]["AuditEvent"][];
            nextCursor: string | null;
        };
        AuthorizeRequest: {
            /** @description Reconnect this integration: any other account is refused. */
            integrationId?: components["schemas"]["DocumentId"];
            /**
             * Format: email
             * @description Account to preselect at the provider.
             */
            loginHint?: string;
            /**
             * Format: uri
             * @description Where the browser is sent afterwards; it must be on the service's allow-list.
             */
            returnUrl?: string;
            /** @description Scopes to ask for; the provider's defaults when not given. */
            scopes?: string[];
        };
        AuthorizeResponse: {
            /** Format: uri */
            authorizationUrl: string;
            expiresAt: components["schemas"]["Timestamp"];
        };
        ClientSecretEnds: {
            /** @description Whole days until then, begun ones included; negative when it is over. */
            daysLeft: number | null;
            /** @description In the order of the secrets, the newest first; null for one that does not end. Empty when the configuration does not say. */
            endsOn: (string | null)[];
            /** @description The authorization server, such as `google`. */
            server: string;
            /** @description From when on no secret is left that works; null when one does not end, or nothing is known. */
            worksUntil: string | null;
        };
        ClientSecretEndsList: {
            /** @description Of the servers that are configured. */
            items: components["schemas"]["ClientSecretEnds"][];
        };
        ConnectionParty: {
            /** @description As the audit trail has it in `actorId`. */
            id: string;
            /** @description As they were called by then: their name, or else their address; null when neither is known. */
            name: string | null;
            /** @enum {string} */
            type: "user" | "apiKey" | "serviceAccount" | "operator" | "system";
        };
        /** @enum {string} */
        ConnectionReason: "revoked" | "grant_expired" | "idle_too_long" | "password_changed" | "password_expired" | "sign_in_frequency" | "sign_in_required" | "mfa_required" | "session_policy" | "consent_missing" | "access_declined" | "scopes_rejected" | "no_refresh_token" | "identity_missing" | "account_locked" | "wrong_client" | "admin_policy" | "admin_consent_required" | "app_disabled_by_admin" | "app_not_in_directory" | "app_not_assigned" | "conditional_access" | "device_not_compliant" | "service_missing" | "account_disabled" | "account_missing" | "directory_missing" | "app_in_testing" | "app_internal_only" | "app_misconfigured" | "client_rejected" | "client_disabled" | "client_secret_invalid" | "client_secret_expired" | "request_rejected" | "identity_not_trusted" | "rate_limited" | "provider_unavailable" | "unknown";
        ConnectionTest: {
            /** @description Whether the provider accepts the access token that a caller would get now. */
            accepted: boolean;
            /** @description Whose the token is, as the provider says; null when it does not say. */
            accountEmail: string | null;
            /** @description True when no new token could be had and this is the previous one, still valid. */
            degraded: boolean;
            /** @description How long the provider took to say so, in milliseconds. */
            durationMs: number;
            /** @description When the token expires. */
            expiresAt: components["schemas"]["Timestamp"];
            /** @description Scopes that were asked for, and that this token does not have. */
            missingScopes: string[];
            /** @description Why it does not; null when it does. */
            reason: components["schemas"]["ConnectionReason"] | null;
            /** @description Whether that is the connected account, by its id, or by its address where the provider tells no id; null when it tells neither. */
            sameAccount: boolean | null;
            /** @description What the token may do. */
            scopes: string[];
            /** @description True when the provider said so just now; false when they are those that it granted. */
            scopesConfirmed: boolean;
            testedAt: components["schemas"]["Timestamp"];
        };
        CreateApiKey: {
            /** @description Default: the key has no end. */
            expiresInDays?: number;
            /** @description Names the key in lists and in the audit trail. */
            name: string;
            scopes: ("tokens:read" | "integrations:read" | "integrations:manage" | "employees:read" | "employees:write" | "audit:read")[];
        };
        CreateInvitation: {
            /**
             * Format: email
             * @description Only who has proven this address can accept. Without one: whoever has the link.
             */
            email?: string;
            /** @enum {string} */
            role: "owner" | "administrator" | "member";
        };
        CreateWebhookEndpoint: {
            events: ("connection.connected" | "connection.reauthorization_required" | "connection.recovered" | "connection.scopes_changed" | "connection.expiring" | "connection.disconnected" | "connection.deleted" | "employees.changed" | "import.finished")[];
            /** @description An https URL without a user name, a password or a fragment. Redirects are not followed. */
            url: string;
        };
        DisconnectResponse: {
            integration: components["schemas"]["Integration"];
            /**
             * @description `revoked`: the provider confirmed. `local_only`: erased here, and left alone at the provider: it knows no revocation, could not be reached, or keeps one grant for more than this connection. `shared`: left alone there, since the organization has the account connected for another provider that uses the same grant.
             * @enum {string}
             */
            revocation: "revoked" | "local_only" | "shared";
        };
        DocumentId: string;
        Employee: {
            createdAt: components["schemas"]["Timestamp"];
            /** @description Empty when it is not known. */
            department: string;
            /**
             * Format: email
             * @description Lower case.
             */
            email: string;
            /** @enum {string} */
            employmentStatus: "fullTime" | "partTime" | "contractor" | "inactive";
            /** @description Integer cents of the organization's currency; null when it is not known. */
            hourlyRateCents?: number | null;
            id: components["schemas"]["DocumentId"];
            /** @description When a synchronization or an import last changed the record. */
            lastSyncedAt?: components["schemas"]["Timestamp"];
            name: string;
            /** @example northwind */
            organizationId: string;
            /** @description Empty when it is not known. */
            role: string;
            /** @description The record's id in its source; records made by hand have none. */
            sourceId?: string;
            /** @enum {string} */
            sourceType: "bamboohr" | "finch" | "manual" | "csv";
            updatedAt: components["schemas"]["Timestamp"];
            /** @description Opaque; another one after every change. It is the record's `ETag`. */
            version: string;
        };
        EmployeeFacets: {
            departments: components["schemas"]["Facet"][];
            roles: components["schemas"]["Facet"][];
            /** @description All employees. */
            total: number;
        };
        EmployeeImport: {
            bytes: number;
            /** @description In a dry run: who would be created, updated or left as they are. */
            created: number;
            createdAt: components["schemas"]["Timestamp"];
            dryRun: boolean;
            /** @description Code of what stopped the import; upload the same file again to go on from there. */
            error: string | null;
            faults: number;
            finishedAt: components["schemas"]["Timestamp"] | null;
            id: components["schemas"]["DocumentId"];
            ignoredColumns: string[];
            /** @description The header that each field is read from. */
            mapping: {
                [key: string]: string;
            };
            /** @description Faults beyond the 10,000 that are kept. */
            omittedFaults: number;
            /** @description Of a dry run; otherwise null. */
            preview: components["schemas"]["EmployeeImportPreview"] | null;
            processedRows: number;
            /** @description Rows with a fault; they are left out. */
            rejectedRows: number;
            rows: number;
            /**
             * @description `queued`, `running`, then `completed`, or `failed` with a code in `error`.
             * @enum {string}
             */
            status: "queued" | "running" | "completed" | "failed";
            unchanged: number;
            updated: number;
            updatedAt: components["schemas"]["Timestamp"];
        };
        EmployeeImportFault: {
            /** @description The header of the column; null when it is about the whole row. */
            column: string | null;
            /** @description Where the row starts, counted from 1; the header is on line 1 as a rule. */
            line: number;
            reason: string;
        };
        EmployeeImportFaultPage: {
            items: components["schemas"]["EmployeeImportFault"][];
            nextCursor: string | null;
        };
        EmployeeImportPage: {
            items: components["schemas"]["EmployeeImportSummary"][];
            nextCursor: string | null;
        };
        EmployeeImportPreview: {
            /** @description Line of the header: reports have titles above it. */
            headerLine: number;
            /** @description The first people of the file as they would be stored, up to three. */
            people: {
                /** @description Empty when it is not known. */
                department: string;
                /**
                 * Format: email
                 * @description Lower case.
                 */
                email: string;
                /** @enum {string} */
                employmentStatus: "fullTime" | "partTime" | "contractor" | "inactive";
                /** @description Integer cents of the organization's currency; null when it is not known. */
                hourlyRateCents: number | null;
                name: string;
                /** @enum {string} */
                outcome: "created" | "updated" | "unchanged";
                /** @description Empty when it is not known. */
                role: string;
                /** @description The record's id in its source; records made by hand have none. */
                sourceId?: string;
            }[];
            /** @description Values of the first rows, of the columns that are read, as they stand in the file. */
            samples: {
                [key: string]: string[];
            };
        };
        EmployeeImportSummary: {
            bytes: number;
            /** @description In a dry run: who would be created, updated or left as they are. */
            created: number;
            createdAt: components["schemas"]["Timestamp"];
            dryRun: boolean;
            /** @description Code of what stopped the import; upload the same file again to go on from there. */
            error: string | null;
            faults: number;
            finishedAt: components["schemas"]["Timestamp"] | null;
            id: components["schemas"]["DocumentId"];
            ignoredColumns: string[];
            /** @description The header that each field is read from. */
            mapping: {
                [key: string]: string;
            };
            /** @description Faults beyond the 10,000 that are kept. */
            omittedFaults: number;
            processedRows: number;
            /** @description Rows with a fault; they are left out. */
            rejectedRows: number;
            rows: number;
            /**
             * @description `queued`, `running`, then `completed`, or `failed` with a code in `error`.
             * @enum {string}
             */
            status: "queued" | "running" | "completed" | "failed";
            unchanged: number;
            updated: number;
            updatedAt: components["schemas"]["Timestamp"];
        };
        EmployeePage: {
            items: components["schemas"]["Employee"][];
            nextCursor: string | null;
        };
        EmployeePatch: {
            /** @description Integer cents. It is stored by the hour: divided by 2,080, half cents rounded up. */
            annualSalaryCents?: number;
            /** @description Empty when it is not known. */
            department?: string;
            /**
             * Format: email
             * @description Lower case.
             */
            email?: string;
            /** @enum {string} */
            employmentStatus?: "fullTime" | "partTime" | "contractor" | "inactive";
            /** @description Integer cents of the organization's currency; null when it is not known. */
            hourlyRateCents?: number | null;
            name?: string;
            /** @description Empty when it is not known. */
            role?: string;
        };
        EmployeeSync: {
            employees: components["schemas"]["EmployeeSyncRecord"][];
            /** @enum {string} */
            mode: "incremental" | "full";
            /** @description A part of this session: no employee is deleted before the session is finished. */
            sessionId?: components["schemas"]["DocumentId"];
            /** @enum {string} */
            sourceType: "bamboohr" | "finch" | "manual" | "csv";
        };
        EmployeeSyncRecord: {
            /** @description Integer cents. It is stored by the hour: divided by 2,080, half cents rounded up. */
            annualSalaryCents?: number;
            /**
             * @description Empty when it is not known.
             * @default
             */
            department: string;
            /**
             * Format: email
             * @description Lower case.
             */
            email: string;
            /**
             * @default fullTime
             * @enum {string}
             */
            employmentStatus: "fullTime" | "partTime" | "contractor" | "inactive";
            /** @description Integer cents of the organization's currency; null when it is not known. */
            hourlyRateCents?: number | null;
            name: string;
            /**
             * @description Empty when it is not known.
             * @default
             */
            role: string;
            sourceId: string;
        };
        EmployeeSyncResult: {
            created: number;
            deleted: number;
            /** @description Were like this already, and cost no write. */
            unchanged: number;
            updated: number;
        };
        EmployeeSyncSession: {
            deleted: number;
            /** @description An unfinished session is forgotten then, and no employee is deleted. */
            expiresAt: components["schemas"]["Timestamp"];
            id: components["schemas"]["DocumentId"];
            /** @description Records that were sent, repetitions included. */
            received: number;
            /** @enum {string} */
            sourceType: "bamboohr" | "finch" | "manual" | "csv";
            startedAt: components["schemas"]["Timestamp"];
            /**
             * @description `open`: takes records. `finishing`: is deleting who was not sent; finish it again to go on. `finished`: done.
             * @enum {string}
             */
            status: "open" | "finishing" | "finished";
        };
        EncryptionKey: {
            /** @description Whole days since then. */
            ageDays: number | null;
            /** @description API keys whose records are authenticated with it. */
            apiKeys: number;
            /** @description Authorizations under way that need it, for ten minutes at most. */
            authorizations: number;
            /** @description Connections whose credentials are encrypted under it. */
            credentials: number;
            /** @description When it was in a keyring for the first time; null when nothing is known of it. */
            firstUsedAt: components["schemas"]["Timestamp"] | null;
            /** @description Older than 90 days, and still needed. */
            overdue: boolean;
            /** @description Whether it may be taken out of the keyring: nothing stored needs it, and nothing new is encrypted under it. */
            removable: boolean;
            /** @enum {string} */
            state: "current" | "retired" | "announced" | "missing" | "removed";
            version: number;
            /** @description Webhook endpoints whose secrets are encrypted under it. */
            webhookEndpoints: number;
        };
        EncryptionKeys: {
            currentVersion: number;
            /** @description Newest first. */
            keys: components["schemas"]["EncryptionKey"][];
            /** @description Whole days since the oldest key that is still needed was first used; null when nothing is known of it. */
            oldestAgeDays: number | null;
        };
        Facet: {
            count: number;
            value: string;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        ImportIntegration: {
            accessToken: string;
            /** Format: email */
            accountEmail: string;
            accountId: string;
            expiresAt: components["schemas"]["TimestampInput"];
            provider: components["schemas"]["IntegrationProvider"];
            /** @description Without one the connection works until the access token expires. */
            refreshToken?: string;
            scopes: string[];
        };
        Integration: {
            /** @description The account's address, or its id when the provider told none. */
            accountEmail: string;
            /** @description The provider's own immutable id: Google `sub`; Microsoft `oid.tid`. */
            accountId: string;
            /** @description Who connected the account last. Members are told of people only, backends of nobody. */
            connectedBy: components["schemas"]["ConnectionParty"] | null;
            consecutiveFailures: number;
            createdAt: components["schemas"]["Timestamp"];
            /** @description When the current access token expires; null without one. */
            expiresAt: components["schemas"]["Timestamp"] | null;
            /** @description When the connection ends unless its account is authorized again. With `unused` it moves on with each refresh, which the service makes in time by itself. Null when nothing can be refreshed. */
            grantExpiresAt: components["schemas"]["Timestamp"] | null;
            /** @description `authorization_ends`: the permission is limited in time. `refresh_token_ends`: the refresh token is. `unused`: the provider ends a refresh token that is not used for so long. */
            grantExpiresBecause: ("authorization_ends" | "refresh_token_ends" | "unused") | null;
            id: components["schemas"]["DocumentId"];
            lastError: {
                /** @description Who can mend it; null when no reason is known. */
                actor: ("person" | "administrator" | "operator" | "nobody") | null;
                at: components["schemas"]["Timestamp"];
                /** @enum {string} */
                code: "reauthorization_required" | "application_refused" | "provider_misconfigured" | "provider_unavailable";
                /** @description The provider's page about it; null without one. */
                helpUrl: string | null;
                /** @description What has happened, and what to do about it, in sentences for a person. */
                message: string;
                /** @description Microsoft's AADSTS numbers. */
                providerCodes: number[];
                /** @description The provider's OAuth error code, or a short word of ours such as `timeout`. */
                providerError: string | null;
                /** @description Why, in a word that never changes its meaning; null when no provider was asked. */
                reason: components["schemas"]["ConnectionReason"] | null;
                /** @description Microsoft's `suberror`, or Google's `error_subtype`. */
                subtype: string | null;
            } | null;
            lastRefreshedAt: components["schemas"]["Timestamp"] | null;
            lastUsedAt: components["schemas"]["Timestamp"] | null;
            /** @description Who was given a token at `lastUsedAt`, or had it refreshed; uses are noted once in five minutes at most. Null when there was none since the account was connected, and for all but owners and administrators. */
            lastUsedBy: components["schemas"]["ConnectionParty"] | null;
            /** @description Scopes that were asked for and not granted. */
            missingScopes: string[];
            /** @example northwind */
            organizationId: string;
            provider: components["schemas"]["IntegrationProvider"];
            /** @description False when the provider gave no refresh token: the connection ends when its access token expires. */
            refreshable: boolean;
            refreshCount: number;
            /** @enum {string} */
            requiredAction: "none" | "reauthorize" | "grant_scopes";
            /** @description Scopes that the account granted. */
            scopes: string[];
            /** @enum {string} */
            status: "connected" | "disconnected" | "error";
            updatedAt: components["schemas"]["Timestamp"];
        };
        IntegrationHistory: {
            /** @description What the audit trail says of the connection, newest first. */
            events: components["schemas"]["AuditEventPage"];
            /** @description How the last refreshes ended, newest first. */
            refreshes: components["schemas"]["RefreshOutcome"][];
        };
        IntegrationPage: {
            items: components["schemas"]["Integration"][];
            nextCursor: string | null;
        };
        /**
         * @description What an account is connected at.
         * @enum {string}
         */
        IntegrationProvider: "google_calendar" | "microsoft_calendar";
        IntegrationSummary: {
            /** @description How many connections there are of each kind; kinds that none is of are left out. */
            counts: {
                count: number;
                provider: components["schemas"]["IntegrationProvider"];
                /** @enum {string} */
                requiredAction: "none" | "reauthorize" | "grant_scopes";
                /** @enum {string} */
                status: "connected" | "disconnected" | "error";
            }[];
            /** @description Providers that fail for everybody: no connection's fault. */
            incidents: {
                /** @enum {string} */
                failure: "misconfigured" | "unavailable";
                providers: components["schemas"]["IntegrationProvider"][];
                /** @description The authorization server, such as `google`. */
                server: string;
            }[];
            /** @description When the last sweep was requested that has finished; null when none is known. */
            lastSweepAt: components["schemas"]["Timestamp"] | null;
            /** @description Connections that end with their access token, since nothing renews it: the next five. */
            nextToEnd: {
                accountEmail: string;
                expiresAt: components["schemas"]["Timestamp"];
                integrationId: components["schemas"]["DocumentId"];
                provider: components["schemas"]["IntegrationProvider"];
            }[];
            total: number;
        };
        IntegrationTrends: {
            /** @description False when there are more: these are the 1,000 that changed last. */
            complete: boolean;
            /** @description How many connections were added up. */
            connections: number;
            /** @description Refreshes of the last 14 days in UTC, today last. */
            days: {
                /** @description When the period begins. */
                at: components["schemas"]["Timestamp"];
                failed: number;
                refreshed: number;
            }[];
            /** @description What ends on each of the next 30 days, today first. */
            endings: {
                /** @description When the day begins, in UTC. */
                at: components["schemas"]["Timestamp"];
                /** @description Connections whose grant ends. */
                grants: number;
                /** @description Connections that end with their access token, since nothing renews it. */
                tokens: number;
            }[];
            /** @description Connections whose grant ends within the next 30 days, the next one first. One that ends when nobody uses it is named while its refreshes fail: otherwise they move its end on. */
            grants: {
                accountEmail: string;
                grantExpiresAt: components["schemas"]["Timestamp"];
                /** @enum {string} */
                grantExpiresBecause: "authorization_ends" | "refresh_token_ends" | "unused";
                integrationId: components["schemas"]["DocumentId"];
                provider: components["schemas"]["IntegrationProvider"];
            }[];
            /** @description Refreshes of the last 24 hours, the present one last. */
            hours: {
                /** @description When the period begins. */
                at: components["schemas"]["Timestamp"];
                failed: number;
                refreshed: number;
            }[];
            /** @description What the last sweeps did to these connections, by five minutes, the last one first. */
            sweeps: {
                /** @description When the period begins. */
                at: components["schemas"]["Timestamp"];
                /** @description From the first question to a provider to the last answer. */
                durationMs: number;
                failed: number;
                refreshed: number;
            }[];
        };
        Invitation: {
            createdAt: components["schemas"]["Timestamp"];
            email: string | null;
            expiresAt: components["schemas"]["Timestamp"];
            id: components["schemas"]["DocumentId"];
            /** @description The id of the user who made it. */
            invitedBy: string;
            /** @enum {string} */
            role: "owner" | "administrator" | "member";
        };
        InvitationList: {
            items: components["schemas"]["Invitation"][];
        };
        InvitationOffer: {
            /** @description Whose it is; null when it is for whoever has the link. */
            email: string | null;
            expiresAt: components["schemas"]["Timestamp"];
            /** @example northwind */
            organizationId: string;
            organizationName: string;
            /** @enum {string} */
            role: "owner" | "administrator" | "member";
        };
        IssuedApiKey: {
            apiKey: components["schemas"]["ApiKey"];
            /** @description The key itself. It is shown once and cannot be read again. */
            secret: string;
        };
        IssuedInvitation: {
            invitation: components["schemas"]["Invitation"];
            /** @description For the link, best behind its `#`. It works once, for seven days, and is never shown again. */
            token: string;
        };
        IssuedWebhookSecret: {
            endpoint: components["schemas"]["WebhookEndpoint"];
            /** @description `whsec_` and base64. It is shown once and cannot be read again. */
            secret: string;
        };
        KeyRotation: {
            /** @description Left for the next pass in this one: under a refresh, or written to in that moment. */
            deferred: number;
            /** @description Could not be decrypted, or are not authentic, and stay as they are: the log names each. */
            failed: number;
            finishedAt: components["schemas"]["Timestamp"] | null;
            /** @description When it was last known to make progress. */
            heartbeatAt: components["schemas"]["Timestamp"];
            /** @description `v` and the key version. */
            id: string;
            /** @description How often it has gone through what is left; it goes again while refreshes hold some of it. */
            passes: number;
            /** @description What is still under an older key, counted now. */
            remaining: number;
            /** @description What it has moved. A refresh or a reconnect encrypts under the current key too, and is not counted here. */
            rotated: number;
            startedAt: components["schemas"]["Timestamp"];
            /** @description User id of the operator; `schedule` when the service began by itself. */
            startedBy: string;
            /**
             * @description `superseded`: a newer key version became current before it was finished.
             * @enum {string}
             */
            status: "running" | "finished" | "superseded";
            targetVersion: number;
            /** @description What there was to move at the start: credentials, API keys and webhook secrets. */
            total: number;
        };
        LookUpInvitation: {
            token: string;
        };
        Me: {
            email: string | null;
            /** @description Whether the address has been proven to be theirs. */
            emailVerified: boolean;
            /** @description As they are called in Firebase Auth; null when it knows no name. */
            name: string | null;
            /** @description The organization that `permissions` are for: the one that `X-Organization-Id` names, without it the first. Null for who belongs to none, or not to the one that is named. */
            organizationId: string | null;
            /** @description Those that they belong to, by name. Empty: they need an invitation of an owner. */
            organizations: {
                /** @example northwind */
                id: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "administrator" | "member" | "service";
            }[];
            /** @description The `operationId` of each operation that they may call, sorted. */
            permissions: string[];
            /** @description Whether they run the platform, across organizations. */
            platformOperator: boolean;
            /** @description The id in Firebase Auth. */
            userId: string;
        };
        Member: {
            email: string | null;
            /** @description When they joined, or were first seen here. */
            joinedAt: components["schemas"]["Timestamp"];
            name: string | null;
            /** @enum {string} */
            role: "owner" | "administrator" | "member" | "service";
            /** @description The id in Firebase Auth. */
            userId: string;
        };
        MemberPage: {
            items: components["schemas"]["Member"][];
            nextCursor: string | null;
        };
        MemberPatch: {
            /** @enum {string} */
            role: "owner" | "administrator" | "member";
        };
        NewEmployee: {
            /** @description Integer cents. It is stored by the hour: divided by 2,080, half cents rounded up. */
            annualSalaryCents?: number;
            /**
             * @description Empty when it is not known.
             * @default
             */
            department: string;
            /**
             * Format: email
             * @description Lower case.
             */
            email: string;
            /**
             * @default fullTime
             * @enum {string}
             */
            employmentStatus: "fullTime" | "partTime" | "contractor" | "inactive";
            /** @description Integer cents of the organization's currency; null when it is not known. */
            hourlyRateCents?: number | null;
            name: string;
            /**
             * @description Empty when it is not known.
             * @default
             */
            role: string;
            /** @description The record's id in its source; records made by hand have none. */
            sourceId?: string;
            /**
             * @default manual
             * @enum {string}
             */
            sourceType: "bamboohr" | "finch" | "manual" | "csv";
        };
        OpenApiDocument: {
            info: {
                title: string;
                version: string;
            } & {
                [key: string]: unknown;
            };
            openapi: string;
            paths: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        OperatorOrganization: {
            connections: number;
            /** @description Those that a person has to do something for. */
            connectionsInNeed: number;
            /** @example northwind */
            id: string;
            /** @description People whom the API has seen. */
            members: number;
            name: string;
        };
        OperatorOrganizationPage: {
            items: components["schemas"]["OperatorOrganization"][];
            nextCursor: string | null;
        };
        Organization: {
            /** @example northwind */
            id: string;
            name: string;
            notificationEmails: string[];
            returnUrls: string[];
            /** @description Also the `ETag`. */
            version: string;
        };
        OrganizationChange: {
            at: components["schemas"]["Timestamp"];
            deleted: boolean;
            /** @description The record's id; of `employees` and `everything` the organization's, of `incident` the authorization server's. */
            id: string;
            /**
             * @description What has changed. `employees`: ten or more at once. `employeeImport`: an import or a check of a file is over. `incident`: one of a provider has begun, or has ended (`deleted`). `everything`: more than is told one by one; load again what you show. Members are told of connections, incidents and employees, backends of connections and incidents.
             * @enum {string}
             */
            kind: "integration" | "incident" | "employee" | "employees" | "employeeImport" | "member" | "organization" | "apiKey" | "webhookEndpoint" | "authorization" | "everything";
            /** @description Name it in `after` when you connect again. */
            position: string;
            /** @description An integration's `updatedAt`, so that a change that is known can be skipped; otherwise null. */
            version: string | null;
        };
        OrganizationPatch: {
            /** @description As the organization is called in mails. */
            name?: string;
            /** @description Who gets a mail when a connection has to be authorized again. Empty: no mail is sent. */
            notificationEmails?: string[];
            /** @description Where a browser may be sent after an authorization, besides the platform's own addresses: exactly these, query included. */
            returnUrls?: string[];
        };
        ProblemDetails: {
            /** @description Stable and machine-readable; the documentation lists every one. */
            code: string;
            /** @description What is special about this occurrence; absent when the title says it all. */
            detail?: string;
            errors?: components["schemas"]["ProblemFault"][];
            /**
             * Format: uri
             * @description The provider's page about that reason.
             */
            helpUrl?: string;
            /** @description The integration that the problem is about, such as the one that holds the account already. */
            integrationId?: string;
            /** @description How many more faults there are than `errors` names. */
            omittedErrors?: number;
            /** @description What the provider said, when that is what the problem is about. Never its free text. */
            providerError?: {
                /** @description The OAuth error code, such as `access_denied`, or a short word of ours such as `timeout`. */
                code: string;
                /** @description Microsoft's AADSTS numbers. */
                providerCodes: number[];
                /** @description Microsoft's `suberror`, or Google's `error_subtype`. */
                subtype: string | null;
            };
            /** @description Why the provider refuses or does not answer, when that is what the problem is about. */
            reason?: components["schemas"]["ConnectionReason"];
            /**
             * @description What would help: nothing, the same request later, a new authorization, or the service's operator.
             * @enum {string}
             */
            remedy: "none" | "retry" | "reauthorize" | "operator";
            /** @description Also in the `X-Request-Id` header and in the logs. */
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        ProblemFault: {
            /** @enum {string} */
            in: "path" | "query" | "body" | "header";
            message: string;
            /** @description JSON Pointer (RFC 6901) into that part of the request; empty for the whole of it. */
            pointer: string;
        };
        ProviderDescription: {
            /** @description False while the operator has not registered an application (client id and secret) for it. */
            configured: boolean;
            /** @description Scopes that are asked for when the caller names none. */
            defaultScopes: string[];
            displayName: string;
            provider: components["schemas"]["IntegrationProvider"];
        };
        ProviderList: {
            items: components["schemas"]["ProviderDescription"][];
        };
        ProviderTrouble: {
            checkedAt: components["schemas"]["Timestamp"];
            /** @enum {string} */
            failure: "misconfigured" | "unavailable";
            /** @description Whether so many have met it that it is no fault of theirs. */
            incident: boolean;
            /** @description Whom it met in the last minutes, at most 20. */
            organizations: string[];
            /** @description The authorization server, such as `google`. */
            server: string;
        };
        ProviderTroubleList: {
            items: components["schemas"]["ProviderTrouble"][];
        };
        QueueDepth: {
            /** @description What should have been taken up by now: the schedule or a worker is behind. */
            overdue: number;
            /** @description Since when the oldest of that is due; null when nothing is overdue. */
            overdueSince: components["schemas"]["Timestamp"] | null;
            /**
             * @description `refreshes`: connections whose refresh is due. `webhooks`: events that an endpoint has yet to take. `notifications`: what organizations will be mailed. `mails`: mails that are not sent yet.
             * @enum {string}
             */
            queue: "refreshes" | "webhooks" | "notifications" | "mails";
            /** @description Everything that waits, for its time too. */
            waiting: number;
        };
        QueueDepths: {
            countedAt: components["schemas"]["Timestamp"];
            items: components["schemas"]["QueueDepth"][];
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "unready";
        };
        RefreshOutcome: {
            /** @description When the provider had answered, or had failed to. */
            at: components["schemas"]["Timestamp"];
            /** @description As in `lastError`; null after a success. */
            code: ("reauthorization_required" | "application_refused" | "provider_misconfigured" | "provider_unavailable") | null;
            /** @description How long the provider's answer took, retries included. */
            durationMs: number;
            /** @enum {string} */
            outcome: "refreshed" | "failed";
            /** @description As in `lastError`; null after a success. */
            reason: components["schemas"]["ConnectionReason"] | null;
            /** @enum {string} */
            trigger: "sweep" | "caller" | "manual";
        };
        RotateApiKey: {
            /**
             * @description How long the key that is replaced still works.
             * @default 86400
             */
            overlapSeconds: number;
        };
        RotateWebhookSecret: {
            /**
             * @description How long requests are signed with both secrets.
             * @default 86400
             */
            overlapSeconds: number;
        };
        SourcedEmployee: {
            /** @description Integer cents. It is stored by the hour: divided by 2,080, half cents rounded up. */
            annualSalaryCents?: number;
            /**
             * @description Empty when it is not known.
             * @default
             */
            department: string;
            /**
             * Format: email
             * @description Lower case.
             */
            email: string;
            /**
             * @default fullTime
             * @enum {string}
             */
            employmentStatus: "fullTime" | "partTime" | "contractor" | "inactive";
            /** @description Integer cents of the organization's currency; null when it is not known. */
            hourlyRateCents?: number | null;
            name: string;
            /**
             * @description Empty when it is not known.
             * @default
             */
            role: string;
        };
        StartEmployeeSync: {
            /** @enum {string} */
            sourceType: "bamboohr" | "finch" | "manual" | "csv";
        };
        SweepRun: {
            /** @description Code of the error that ended it. */
            failure: string | null;
            finishedAt: components["schemas"]["Timestamp"] | null;
            id: components["schemas"]["DocumentId"];
            requestedAt: components["schemas"]["Timestamp"];
            /** @description User id of the operator; `schedule` for the regular ones. */
            startedBy: string;
            /**
             * @description `queued`: it waits for its turn on the task queue, or is under way.
             * @enum {string}
             */
            status: "queued" | "finished" | "failed";
            /** @description What it found and did; null before it is finished, and when it failed. */
            summary: {
                byProvider: {
                    [key: string]: {
                        due: number;
                        enqueued: number;
                        failed: number;
                        refreshed: number;
                        skipped: number;
                    };
                };
                due: number;
                enqueued: number;
                failed: number;
                refreshed: number;
                skipped: number;
            } | null;
        };
        SweepRuns: {
            /** @description Newest first. */
            items: components["schemas"]["SweepRun"][];
        };
        /**
         * Format: date-time
         * @description ISO 8601 timestamp in UTC with milliseconds.
         * @example 2026-11-23T10:15:00.000Z
         */
        Timestamp: string;
        /**
         * Format: date-time
         * @description ISO 8601 time with seconds, in UTC or with an offset.
         * @example 2026-11-23T10:15:00Z
         */
        TimestampInput: string;
        TokenRequest: {
            /** @description Ask the provider for a new token even if the current one is still good, unless it is less than a minute old. Counts as a refresh in the rate limits. */
            forceRefresh?: boolean;
            /** @description The least remaining validity in milliseconds, up to one hour. Default: the service's own buffer (5 minutes). */
            minValidityMs?: number;
        };
        TokenResponse: {
            accessToken: string;
            /** @description True when the provider could not be reached and this is the previous token, still valid. */
            degraded: boolean;
            expiresAt: components["schemas"]["Timestamp"];
            /** @description Scopes that were asked for, and that this token does not have. */
            missingScopes: string[];
            /** @enum {string} */
            requiredAction: "none" | "reauthorize" | "grant_scopes";
            scopes: string[];
            /** @constant */
            tokenType: "Bearer";
        };
        TokenUseList: {
            /** @description False when there are more than 500: these are the newest. */
            complete: boolean;
            /** @description Newest first; one for each caller and day. */
            items: {
                /** @description As the audit trail has it in `actorId`. */
                callerId: string;
                /** @description As they were called by then; null when that is not known. */
                callerName: string | null;
                /** @enum {string} */
                callerType: "user" | "apiKey" | "serviceAccount";
                /**
                 * Format: date
                 * @description In UTC.
                 */
                day: string;
                /** @description When they were first given one on that day. */
                firstAt: components["schemas"]["Timestamp"];
            }[];
        };
        UnlistedError: {
            /** @description Connections whose last refresh ended so. */
            connections: number;
            provider: components["schemas"]["IntegrationProvider"];
            /** @description Microsoft's AADSTS numbers. */
            providerCodes: number[];
            /** @description The OAuth error code. */
            providerError: string | null;
            /** @description What it is taken for, by a less exact word that is listed; `unknown` without one. */
            reason: components["schemas"]["ConnectionReason"] | null;
            /** @description Microsoft's `suberror`, or Google's `error_subtype`. */
            subtype: string | null;
        };
        UnlistedErrors: {
            /** @description False when there are more connections than one answer counts. */
            complete: boolean;
            /** @description The most frequent first. */
            items: components["schemas"]["UnlistedError"][];
        };
        WebhookDelivery: {
            attempts: number;
            createdAt: components["schemas"]["Timestamp"];
            /** @description The `webhook-id` of every attempt. */
            id: components["schemas"]["DocumentId"];
            lastAttemptAt: components["schemas"]["Timestamp"] | null;
            lastFailure: ("address_not_allowed" | "challenge_not_echoed" | "endpoint_disabled" | "network_error" | "redirected" | "refused" | "secret_unreadable" | "timeout") | null;
            /** @description The HTTP status of the last answer. */
            lastStatus: number | null;
            /** @description When it is tried next, if nothing that comes before it waits longer. Null unless it is pending. */
            nextAttemptAt: components["schemas"]["Timestamp"] | null;
            /**
             * @description `failed`: given up, after three days or because the endpoint was disabled.
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed";
            type: ("connection.connected" | "connection.reauthorization_required" | "connection.recovered" | "connection.scopes_changed" | "connection.expiring" | "connection.disconnected" | "connection.deleted" | "employees.changed" | "import.finished") | "endpoint.test";
        };
        WebhookDeliveryPage: {
            items: components["schemas"]["WebhookDelivery"][];
            nextCursor: string | null;
        };
        WebhookEndpoint: {
            createdAt: components["schemas"]["Timestamp"];
            /** @description User id of the owner who added it. */
            createdBy: string;
            /** @description `gone`: it answered 410. `failing`: it failed for five days. Null unless it is disabled. */
            disabledReason: ("owner" | "gone" | "failing") | null;
            events: ("connection.connected" | "connection.reauthorization_required" | "connection.recovered" | "connection.scopes_changed" | "connection.expiring" | "connection.disconnected" | "connection.deleted" | "employees.changed" | "import.finished")[];
            /** @description Since when every delivery has failed. */
            failingSince: components["schemas"]["Timestamp"] | null;
            id: components["schemas"]["DocumentId"];
            /** @description Why the last request failed; null when the last one succeeded. */
            lastFailure: ("address_not_allowed" | "challenge_not_echoed" | "endpoint_disabled" | "network_error" | "redirected" | "refused" | "secret_unreadable" | "timeout") | null;
            /** @description Until when requests are also signed with the replaced secret. */
            previousSecretExpiresAt: components["schemas"]["Timestamp"] | null;
            /** @enum {string} */
            status: "unverified" | "enabled" | "disabled";
            updatedAt: components["schemas"]["Timestamp"];
            /** @description An https URL without a user name, a password or a fragment. Redirects are not followed. */
            url: string;
        };
        WebhookEndpointList: {
            items: components["schemas"]["WebhookEndpoint"][];
        };
        WebhookEndpointPatch: {
            /** @description True sends the challenge, as a new URL does; false gives up what waits for delivery. */
            enabled?: boolean;
            events?: ("connection.connected" | "connection.reauthorization_required" | "connection.recovered" | "connection.scopes_changed" | "connection.expiring" | "connection.disconnected" | "connection.deleted" | "employees.changed" | "import.finished")[];
            /** @description An https URL without a user name, a password or a fragment. Redirects are not followed. */
            url?: string;
        };
    };
    responses: {
        /**
         * @description - `organization_missing`: No organization
         *     - `organization_deleted`: Organization deleted
         *     - `organization_unnamed`: No organization named
         *     - `insufficient_role`: Insufficient role
         *     - `insufficient_scope`: Insufficient scope
         */
        Forbidden: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /**
         * @description - `store_unavailable`: Database unavailable
         *     - `configuration_invalid`: Service misconfigured
         *     - `identity_unavailable`: Authentication service unavailable
         */
        GuardedUnavailable: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description - `invalid_request`: Invalid request */
        InvalidQuery: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /**
         * @description - `invalid_request`: Invalid request
         *     - `malformed_json`: Malformed JSON
         */
        InvalidRequest: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description - `operator_required`: Platform operator required */
        OperatorRequired: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description - `payload_too_large`: Payload too large */
        PayloadTooLarge: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /**
         * @description - `internal_error`: Internal error
         *     - `encryption_key_mismatch`: Encryption key does not match the data
         *     - `encryption_key_unknown`: Unknown encryption key version
         *     - `credentials_wrong_key`: Credentials encrypted with a different key
         *     - `credentials_moved`: Credentials belong to a different record
         *     - `credentials_tampered`: Credentials failed authentication
         */
        ServiceFault: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description - `rate_limited`: Too many requests */
        TooManyRequests: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /**
         * @description - `unauthenticated`: Authentication required
         *     - `id_token_invalid`: Invalid token
         *     - `id_token_expired`: Token expired
         *     - `id_token_revoked`: Sign-in revoked
         *     - `api_key_invalid`: Invalid API key
         *     - `service_account_unknown`: Service account not on the allow-list
         */
        Unauthenticated: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /**
         * @description - `store_unavailable`: Database unavailable
         *     - `configuration_invalid`: Service misconfigured
         */
        Unavailable: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description - `unsupported_media_type`: Unsupported media type */
        UnsupportedMediaType: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Since when the operation is deprecated (RFC 9745) */
        Deprecation: string;
        /** @description The version of what is answered */
        ETag: string;
        /** @description `true` when this is the stored answer to an earlier request with the same key */
        "Idempotency-Replayed": string;
        /** @description A page: where its list begins (`first`) and goes on (`next`), relative to the address that was asked */
        Link: string;
        /** @description How much is left, by quota; on limited operations */
        RateLimit: string;
        /** @description How much is allowed, by quota; on limited operations */
        "RateLimit-Policy": string;
        /** @description Seconds to wait before the same request is worth sending */
        "Retry-After": string;
        /** @description When the operation may be gone (RFC 8594) */
        Sunset: string;
        /** @description RFC 6750, section 3 */
        "WWW-Authenticate": string;
        /** @description The request's id in our logs */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every key */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `too_many_api_keys`: Too many API keys */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `api_key_not_found`: API key not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateApiKey"];
            };
        };
        responses: {
            /** @description The new key */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `api_key_not_found`: API key not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description What this actor did, of whatever kind: the `userId` of a user or an operator, the `id` of an API key or a service account, or the `name` of a part of the service. */
                actorId?: string;
                cursor?: string;
                /** @description The earliest time, inclusive. */
                from?: components["schemas"]["TimestampInput"];
                /** @description How many items a page may hold. */
                limit?: number;
                result?: "success" | "failure";
                subjectId?: string;
                subjectType?: "authorization" | "integration" | "user" | "invitation" | "employee" | "organization" | "apiKey" | "webhookEndpoint";
                /** @description The end of the time, exclusive. */
                to?: components["schemas"]["TimestampInput"];
                type?: "authorization.started" | "authorization.failed" | "authorization.refused" | "integration.connected" | "integration.reconnected" | "integration.scopes_granted" | "integration.scopes_lost" | "integration.expiring" | "integration.imported" | "integration.credentials_replaced" | "integration.refreshed" | "integration.reauthorization_required" | "integration.provider_unavailable" | "integration.recovered" | "integration.token_issued" | "integration.disconnected" | "integration.deleted" | "integration.grant_revoked" | "invitation.created" | "invitation.revoked" | "member.granted" | "member.revoked" | "employee.created" | "employee.updated" | "employee.deleted" | "organization.updated" | "api_key.created" | "api_key.rotated" | "api_key.revoked" | "webhook_endpoint.created" | "webhook_endpoint.updated" | "webhook_endpoint.secret_rotated" | "webhook_endpoint.disabled" | "webhook_endpoint.deleted";
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportAuditEvents: {
        parameters: {
            query?: {
                /** @description What this actor did, of whatever kind: the `userId` of a user or an operator, the `id` of an API key or a service account, or the `name` of a part of the service. */
                actorId?: string;
                /** @description The earliest time, inclusive. */
                from?: components["schemas"]["TimestampInput"];
                result?: "success" | "failure";
                subjectId?: string;
                subjectType?: "authorization" | "integration" | "user" | "invitation" | "employee" | "organization" | "apiKey" | "webhookEndpoint";
                /** @description The end of the time, exclusive. */
                to?: components["schemas"]["TimestampInput"];
                type?: "authorization.started" | "authorization.failed" | "authorization.refused" | "integration.connected" | "integration.reconnected" | "integration.scopes_granted" | "integration.scopes_lost" | "integration.expiring" | "integration.imported" | "integration.credentials_replaced" | "integration.refreshed" | "integration.reauthorization_required" | "integration.provider_unavailable" | "integration.recovered" | "integration.token_issued" | "integration.disconnected" | "integration.deleted" | "integration.grant_revoked" | "invitation.created" | "invitation.revoked" | "member.granted" | "member.revoked" | "employee.created" | "employee.updated" | "employee.deleted" | "organization.updated" | "api_key.created" | "api_key.rotated" | "api_key.revoked" | "webhook_endpoint.created" | "webhook_endpoint.updated" | "webhook_endpoint.secret_rotated" | "webhook_endpoint.disabled" | "webhook_endpoint.deleted";
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every event */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["AuditEvent"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportAuditEventsAsCsv: {
        parameters: {
            query?: {
                /** @description What this actor did, of whatever kind: the `userId` of a user or an operator, the `id` of an API key or a service account, or the `name` of a part of the service. */
                actorId?: string;
                /** @description The earliest time, inclusive. */
                from?: components["schemas"]["TimestampInput"];
                result?: "success" | "failure";
                subjectId?: string;
                subjectType?: "authorization" | "integration" | "user" | "invitation" | "employee" | "organization" | "apiKey" | "webhookEndpoint";
                /** @description The end of the time, exclusive. */
                to?: components["schemas"]["TimestampInput"];
                type?: "authorization.started" | "authorization.failed" | "authorization.refused" | "integration.connected" | "integration.reconnected" | "integration.scopes_granted" | "integration.scopes_lost" | "integration.expiring" | "integration.imported" | "integration.credentials_replaced" | "integration.refreshed" | "integration.reauthorization_required" | "integration.provider_unavailable" | "integration.recovered" | "integration.token_issued" | "integration.disconnected" | "integration.deleted" | "integration.grant_revoked" | "invitation.created" | "invitation.revoked" | "member.granted" | "member.revoked" | "employee.created" | "employee.updated" | "employee.deleted" | "organization.updated" | "api_key.created" | "api_key.rotated" | "api_key.revoked" | "webhook_endpoint.created" | "webhook_endpoint.updated" | "webhook_endpoint.secret_rotated" | "webhook_endpoint.disabled" | "webhook_endpoint.deleted";
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every event that fits */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listEmployeeImports: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description How many items a page may hold. */
                limit?: number;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeImportPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    startEmployeeImport: {
        parameters: {
            query?: {
                annualSalaryColumn?: string;
                currencyColumn?: string;
                /** @description What stands before the decimals of amounts. Without it, amounts such as `1.234` are refused. */
                decimalSeparator?: "point" | "comma";
                /** @description Default: what a first line `sep=;` names, or else the one that makes the most known headers. */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                departmentColumn?: string;
                /** @description `true`: every row is judged and nothing is written. */
                dryRun?: "true" | "false";
                emailColumn?: string;
                employmentStatusColumn?: string;
                employmentTypeColumn?: string;
                /** @description Default: the `charset` of the content type, or else by the byte order mark, or else UTF-8. */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                firstNameColumn?: string;
                hourlyRateCentsColumn?: string;
                hourlyRateColumn?: string;
                idColumn?: string;
                isActiveColumn?: string;
                isInactiveColumn?: string;
                lastNameColumn?: string;
                /** @description `email`: the column of ids is not read, and people are known by their email. */
                matchBy?: "id" | "email";
                /** @description Pay by the hour above this is refused, since it is pay for another period more often; above a tenth of it where nothing names the period. In units of the currency, not cents. */
                maxHourlyRate?: number;
                middleNameColumn?: string;
                nameColumn?: string;
                payColumn?: string;
                payFrequencyColumn?: string;
                /** @description What pay is for where neither the header nor the row says so. */
                payPeriod?: "hour" | "day" | "week" | "twoWeeks" | "halfMonth" | "month" | "quarter" | "year";
                payPeriodColumn?: string;
                payTypeColumn?: string;
                preferredNameColumn?: string;
                roleColumn?: string;
                statusColumn?: string;
                /** @description What words of the status columns mean: `Probation=fullTime;Garden leave=inactive`. */
                statusWords?: string;
                terminationDateColumn?: string;
                workerTypeColumn?: string;
                workingTimeColumn?: string;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description The import that this file already is */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeImport"];
                };
            };
            /** @description The import, which waits for its turn */
            202: {
                headers: {
                    /** @description Where its progress is seen */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeImport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `import_unreadable`: Unreadable file */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getEmployeeImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeImport"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `import_not_found`: Import not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    followEmployeeImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["EmployeeImport"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `import_not_found`: Import not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listEmployeeImportFaults: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeImportFaultPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `import_not_found`: Import not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportEmployeeImportFaults: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Line, column and reason of each */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `import_not_found`: Import not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportEmployeeImports: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every import */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    startEmployeeSyncSession: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartEmployeeSync"];
            };
        };
        responses: {
            /** @description The session, open for a day */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    /** @description Where the session is seen */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeSyncSession"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `idempotency_key_in_use`: A request with this idempotency key is in progress */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `idempotency_key_reused`: Idempotency key reused for a different request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getEmployeeSyncSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeSyncSession"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `sync_session_not_found`: Sync session not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    finishEmployeeSyncSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, `finished` or still `finishing` */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeSyncSession"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `sync_session_not_found`: Sync session not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `sync_session_empty`: Empty full sync refused */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listEmployees: {
        parameters: {
            query?: {
                cursor?: string;
                department?: string;
                /** @description Beginning of the email, in any case. */
                emailPrefix?: string;
                /** @description How many items a page may hold. */
                limit?: number;
                /** @description Beginning of the name, in any case and with or without accents. */
                namePrefix?: string;
                order?: "asc" | "desc";
                role?: string;
                /** @description Default: `email` with `emailPrefix`, otherwise `name`. */
                sort?: "name" | "email" | "createdAt" | "updatedAt";
                sourceType?: "bamboohr" | "finch" | "manual" | "csv";
                status?: "fullTime" | "partTime" | "contractor" | "inactive";
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeePage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    createEmployee: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEmployee"];
            };
        };
        responses: {
            /** @description The employee */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    /** @description Where the employee is seen from now on */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Employee"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `idempotency_key_in_use`: A request with this idempotency key is in progress
             *     - `employee_exists`: Employee already exists
             *     - `too_many_facets`: Too many departments and roles
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `idempotency_key_reused`: Idempotency key reused for a different request */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getEmployee: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` that the caller has: 304 when it is still the one. */
                "If-None-Match"?: string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The employee */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Employee"];
                };
            };
            /** @description The caller has this version */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `employee_not_found`: Employee not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    deleteEmployee: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The employee is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `employee_not_found`: Employee not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `precondition_failed`: The record has changed since you read it */
            412: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    updateEmployee: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of the version that is meant, or `*` for whatever there is. */
                "If-Match": string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmployeePatch"];
            };
        };
        responses: {
            /** @description The employee */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Employee"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `employee_not_found`: Employee not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `too_many_facets`: Too many departments and roles */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `precondition_failed`: The record has changed since you read it */
            412: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `precondition_required`: If-Match header required */
            428: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    putEmployeeBySource: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                sourceId: string;
                sourceType: "bamboohr" | "finch" | "manual" | "csv";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourcedEmployee"];
            };
        };
        responses: {
            /** @description As the source says */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Employee"];
                };
            };
            /** @description A new employee */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /** @description Where the employee is seen from now on */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Employee"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `employee_not_found`: Employee not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `too_many_facets`: Too many departments and roles */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `precondition_failed`: The record has changed since you read it */
            412: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportEmployees: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every person */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getEmployeeFacets: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of the last write */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeFacets"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    syncEmployees: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmployeeSync"];
            };
        };
        responses: {
            /** @description What became of the records */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeSyncResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `sync_session_not_found`: Sync session not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /**
             * @description - `sync_session_closed`: Sync session closed
             *     - `too_many_facets`: Too many departments and roles
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             *     - `record_unreadable`: Stored record cannot be read
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIntegrations: {
        parameters: {
            query?: {
                /** @description Beginning of the account's address, in any case. Sorts by `account`. */
                accountPrefix?: string;
                cursor?: string;
                /** @description How many items a page may hold. */
                limit?: number;
                provider?: components["schemas"]["IntegrationProvider"];
                requiredAction?: "none" | "reauthorize" | "grant_scopes";
                /** @description `createdAt` and `lastUsedAt`: newest first. `expiresAt`: accounts without a token, then the token that expires next. `account`: by address. Default: `account` with `accountPrefix`, otherwise `createdAt`. */
                sort?: "createdAt" | "expiresAt" | "lastUsedAt" | "account";
                status?: "connected" | "disconnected" | "error";
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    importIntegration: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportIntegration"];
            };
        };
        responses: {
            /** @description The account, connected */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    /** @description Where the account is seen from now on */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `idempotency_key_in_use`: A request with this idempotency key is in progress
             *     - `already_connected`: Account already connected
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `idempotency_key_reused`: Idempotency key reused for a different request
             *     - `tokens_not_proven`: Tokens not confirmed by the provider
             */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `provider_not_configured`: Provider not configured
             *     - `provider_misconfigured`: Provider rejected our application
             *     - `provider_unavailable`: Provider unavailable
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    getIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    deleteIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    disconnectIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, and what became of the grant */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getIntegrationHistory: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description How many items a page may hold. */
                limit?: number;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refreshes, and a page of events */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationHistory"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    refreshIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, refreshed */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /**
             * @description - `integration_disconnected`: Integration disconnected
             *     - `reauthorization_required`: Reauthorization required
             *     - `application_refused`: Provider rejected the application for this account
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `refresh_in_progress`: Refresh in progress
             *     - `provider_not_configured`: Provider not configured
             *     - `provider_misconfigured`: Provider rejected our application
             *     - `provider_unavailable`: Provider unavailable
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    testIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the provider says */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /**
             * @description - `integration_disconnected`: Integration disconnected
             *     - `reauthorization_required`: Reauthorization required
             *     - `application_refused`: Provider rejected the application for this account
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `refresh_in_progress`: Refresh in progress
             *     - `provider_not_configured`: Provider not configured
             *     - `provider_misconfigured`: Provider rejected our application
             *     - `provider_unavailable`: Provider unavailable
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    getAccessToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description The token */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /**
             * @description - `integration_disconnected`: Integration disconnected
             *     - `reauthorization_required`: Reauthorization required
             *     - `application_refused`: Provider rejected the application for this account
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `refresh_in_progress`: Refresh in progress
             *     - `provider_not_configured`: Provider not configured
             *     - `provider_misconfigured`: Provider rejected our application
             *     - `provider_unavailable`: Provider unavailable
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    listTokenUse: {
        parameters: {
            query?: {
                /** @description How many days to look back, today included, in UTC. */
                days?: number;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry for each caller and day */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenUseList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `integration_not_found`: Integration not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    startAuthorization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                /** @description What an account is connected at. */
                provider: components["schemas"]["IntegrationProvider"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthorizeRequest"];
            };
        };
        responses: {
            /** @description Where to send the browser */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Binds the browser for ten minutes: `__session`, HttpOnly */
                    "Set-Cookie"?: string;
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizeResponse"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `malformed_json`: Malformed JSON
             *     - `return_url_not_allowed`: Return URL not allowed
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `unknown_provider`: Unknown provider
             *     - `integration_not_found`: Integration not found
             */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `provider_not_configured`: Provider not configured
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    exportIntegrations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every account */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every provider */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getIntegrationSummary: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSummary"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getIntegrationTrends: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationTrends"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitation"];
            };
        };
        responses: {
            /** @description What you belong to now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedInvitation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            /**
             * @description - `insufficient_role`: Insufficient role
             *     - `insufficient_scope`: Insufficient scope
             *     - `invitation_of_another_address`: The invitation is for another address
             *     - `organization_deleted`: Organization deleted
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `invitation_not_found`: Invitation unknown, used or expired */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /**
             * @description - `already_member`: You belong to this organization
             *     - `too_many_organizations`: Too many organizations
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    lookUpInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookUpInvitation"];
            };
        };
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOffer"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            /**
             * @description - `insufficient_role`: Insufficient role
             *     - `insufficient_scope`: Insufficient scope
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `invitation_not_found`: Invitation unknown, used or expired */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            /**
             * @description - `insufficient_role`: Insufficient role
             *     - `insufficient_scope`: Insufficient scope
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    leaveOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You do not belong to it any more */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            /**
             * @description - `insufficient_role`: Insufficient role
             *     - `insufficient_scope`: Insufficient scope
             *     - `organization_deleted`: Organization deleted
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `membership_not_found`: You do not belong to this organization */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `last_owner`: The organization needs an owner */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    completeAuthorization: {
        parameters: {
            query: {
                code?: string;
                error?: string;
                /** @description Read for its AADSTS number, and never kept. */
                error_description?: string;
                error_subtype?: string;
                iss?: string;
                state: string;
                suberror?: string;
            };
            header?: never;
            path: {
                server: "google" | "microsoft";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, when no return URL was given */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                    "text/html": string;
                };
            };
            /** @description On to the return URL, with `status` added: `connected` with `integrationId`, and `requiredAction` when something is left to do; or `failed` with `error`, `requestId`, the `integrationId` that is in the way, and `reason`, `providerError`, `providerSubtype` and `providerCodes` when the provider said something */
            303: {
                headers: {
                    /** @description The return URL */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `oauth_state_unknown`: Authorization unknown, used or expired
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /**
             * @description - `oauth_state_foreign`: Authorization was started in another browser
             *     - `consent_denied`: Consent denied
             *     - `insufficient_role`: Insufficient role
             *     - `organization_deleted`: Organization deleted
             */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /**
             * @description - `unknown_provider`: Unknown provider
             *     - `integration_not_found`: Integration not found
             */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /**
             * @description - `already_connected`: Account already connected
             *     - `account_mismatch`: A different account was chosen
             *     - `authorization_in_progress`: Authorization is being completed
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /** @description - `payload_too_large`: Payload too large */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /** @description - `unsupported_media_type`: Unsupported media type */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /** @description - `speculative_request`: Only a visit completes an authorization */
            425: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /** @description - `rate_limited`: Too many requests */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /**
             * @description - `internal_error`: Internal error
             *     - `encryption_key_mismatch`: Encryption key does not match the data
             *     - `encryption_key_unknown`: Unknown encryption key version
             *     - `credentials_wrong_key`: Credentials encrypted with a different key
             *     - `credentials_moved`: Credentials belong to a different record
             *     - `credentials_tampered`: Credentials failed authentication
             */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /** @description - `authorization_failed`: Authorization failed */
            502: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `provider_not_configured`: Provider not configured
             *     - `provider_misconfigured`: Provider rejected our application
             *     - `authorization_interrupted`: Authorization interrupted
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                    "text/html": string;
                };
            };
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` that the caller has: 304 when it is still the one. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /** @description The caller has this version */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidQuery"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["Unavailable"];
        };
    };
    listClientSecretEnds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every configured authorization server */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientSecretEndsList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getEncryptionKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every key version, newest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncryptionKeys"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listIncidents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is suspected or known */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderTroubleList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    startKeyRotation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is running, or was already */
            202: {
                headers: {
                    /** @description Where its progress is seen. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRotation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `queue_unavailable`: Task queue unavailable
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    getKeyRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: "current" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rotation */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRotation"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            /** @description - `key_rotation_not_found`: Key rotation not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listOrganizations: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description How many organizations a page may hold. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorOrganizationPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    countQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every kind of work */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDepths"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listSweeps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last 50, newest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepRuns"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    startSweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on the task queue */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepRun"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             *     - `identity_unavailable`: Authentication service unavailable
             *     - `queue_unavailable`: Task queue unavailable
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    listUnlistedErrors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of at most 1,000 connections */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnlistedErrors"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OperatorRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` that the caller has: 304 when it is still the one. */
                "If-None-Match"?: string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description The caller has this version */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of the version that is meant, or `*` for whatever there is. */
                "If-Match": string;
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationPatch"];
            };
        };
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `precondition_failed`: The record has changed since you read it */
            412: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `precondition_required`: If-Match header required */
            428: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    followOrganization: {
        parameters: {
            query?: {
                /** @description The `position` of the last change that is known: what came before it is not told again. */
                after?: string;
                /** @description `change`: the answer ends with the first changes, for readers behind something that passes an answer on only when it is complete, as Firebase Hosting does. */
                until?: "change";
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["OrganizationChange"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 50 */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitation"];
            };
        };
        responses: {
            /** @description The invitation, and the token of its link */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedInvitation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `too_many_invitations`: Too many open invitations */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `invitation_not_found`: Invitation unknown, used or expired */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description How many items a page may hold. */
                limit?: number;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They have no access any more */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `member_not_found`: Member not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `last_owner`: The organization needs an owner */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    changeMemberRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberPatch"];
            };
        };
        responses: {
            /** @description The member */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `member_not_found`: Member not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `last_owner`: The organization needs an owner */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportMembers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everybody */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every check is good */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            /**
             * @description A check failed. Otherwise:
             *
             *     - `store_unavailable`: Database unavailable
             *     - `configuration_invalid`: Service misconfigured
             */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every endpoint */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookEndpoint"];
            };
        };
        responses: {
            /** @description The endpoint and its secret */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedWebhookSecret"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `too_many_webhook_endpoints`: Too many webhook endpoints */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `webhook_url_not_allowed`: Webhook URL not allowed */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint is gone */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointPatch"];
            };
        };
        responses: {
            /** @description The endpoint */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `webhook_url_not_allowed`: Webhook URL not allowed */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description How many items a page may hold. */
                limit?: number;
            };
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            /**
             * @description - `invalid_request`: Invalid request
             *     - `invalid_cursor`: Invalid cursor
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                deliveryId: components["schemas"]["DocumentId"];
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `webhook_endpoint_not_found`: Webhook endpoint not found
             *     - `webhook_delivery_not_found`: Webhook delivery not found
             */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `webhook_endpoint_disabled`: Webhook endpoint not enabled */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    exportWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every delivery */
            200: {
                headers: {
                    /** @description A name for the file: a browser saves it and does not show it */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidQuery"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateWebhookSecret"];
            };
        };
        responses: {
            /** @description The endpoint and its new secret */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedWebhookSecret"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `webhook_endpoint_disabled`: Webhook endpoint not enabled */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
    verifyWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The organization that the request is for, of a caller who belongs to several. Default: the first. */
                "X-Organization-Id"?: string;
            };
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description - `webhook_endpoint_not_found`: Webhook endpoint not found */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description - `webhook_endpoint_disabled`: Webhook endpoint not enabled */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `webhook_endpoint_unverified`: Webhook endpoint did not answer the challenge */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServiceFault"];
            503: components["responses"]["GuardedUnavailable"];
        };
    };
}
