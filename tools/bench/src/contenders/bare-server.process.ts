/** The floor of the API: one route of Express with the same query, and nothing else. */
import express from 'express';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { bareList } from './bare-list.ts';
import { serveForParent } from './serve.ts';

const firestore = getFirestore(initializeApp());
const app = express();
app.disable('etag');
app.disable('x-powered-by');
app.get('/integrations', async (_request, response) => {
  response.json(await bareList(firestore, 'northwind'));
});
await serveForParent(app);
