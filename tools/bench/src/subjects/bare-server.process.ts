/** The floor of the API: bare routes of Express that ask Firestore once and send what comes. They know no caller. */
import { pipeline } from 'node:stream/promises';
import express from 'express';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { bareList } from './bare-list.ts';
import { serveForParent } from './serve.ts';

const firestore = getFirestore(initializeApp());
const app = express();
app.disable('etag');
app.disable('x-powered-by');
app.get('/integrations', async (_request, response) => {
  response.json(await bareList(firestore, 'northwind'));
});
app.post('/integrations/:id/token', async (request, response) => {
  const snapshot = await firestore.collection('integrations').doc(request.params.id).get();
  const { credentials, expiresAt, scopes } = snapshot.data() ?? {};
  response.json({ accessToken: credentials.ciphertext, expiresAt: expiresAt.toDate(), scopes });
});
app.get('/audit-events/export', async (_request, response) => {
  const events = firestore
    .collection('auditEvents')
    .where('organizationId', '==', 'northwind')
    .orderBy('at', 'desc')
    .orderBy('__name__', 'desc');
  response.type('application/x-ndjson');
  await pipeline(events.stream(), (documents) => toLines(documents as AsyncIterable<unknown>), response);
});
await serveForParent(app);

async function* toLines(documents: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const document of documents as AsyncIterable<QueryDocumentSnapshot>) {
    yield `${JSON.stringify({ id: document.id, ...document.data() })}\n`;
  }
}
