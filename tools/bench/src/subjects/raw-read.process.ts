/** The floor of a fresh token: one document read, and nothing else. */
import { collections } from '@klayim/api/repositories/collections';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { answerParent } from '../harness/child.ts';
import { measure } from '../harness/load.ts';
import type { FreshTokenTask } from './fresh-token.process.ts';

const integrations = getFirestore(initializeApp()).collection(collections.integrations.name);

answerParent(({ references, ...load }: FreshTokenTask) =>
  measure(load, async (index) => {
    const { integrationId } = references[index % references.length] ?? { integrationId: '' };
    const snapshot = await integrations.doc(integrationId).get();
    if (!snapshot.exists) {
      throw new Error('The document is not there.');
    }
  }),
);
