/** The floor of a cold start: a function with bare routes of Express and firebase-admin, bundled as ours is. */
import express from 'express';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { onRequest } from 'firebase-functions/https';
import { bareList } from './bare-list.ts';

const admin = initializeApp();
const app = express();
app.get('/healthz', (_request, response) => {
  response.json({ status: 'ok' });
});
app.get('/integrations', async (request, response) => {
  const idToken = request.headers.authorization?.replace('Bearer ', '') ?? '';
  const claims = await getAuth(admin).verifyIdToken(idToken);
  response.json(await bareList(getFirestore(admin), String(claims['organizationId'])));
});

export const api = onRequest({ invoker: 'public' }, app);
