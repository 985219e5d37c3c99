import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  documentId as documentIdField,
  type Firestore,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  or,
  orderBy,
  type Query,
  query,
  setDoc,
  updateDoc,
  where,
} from 'firebase/firestore';
import {
  type AccessCase,
  documentData,
  documentId,
  foreign,
  otherOrganization,
  own,
} from './access-cases.ts';

/** A case of the table as the JavaScript SDK asks it. Rejects when it is refused. */
export function askWithClient(db: Firestore, one: AccessCase): Promise<unknown> {
  const { collection: name, operation, organizationId } = one;
  const reference = doc(db, name, documentId(organizationId));
  const data = documentData(organizationId);
  switch (operation) {
    case 'get':
      return getDoc(reference);
    case 'get what is missing':
      return getDoc(doc(db, name, `${documentId(organizationId)}-missing`));
    case 'create':
      return setDoc(doc(db, name, `${documentId(organizationId)}-new`), data);
    case 'set':
      return setDoc(reference, data);
    case 'update':
      return updateDoc(reference, { role: 'changed' });
    case 'move to the other organization':
      return updateDoc(reference, { organizationId: otherOrganization(organizationId) });
    case 'delete':
      return deleteDoc(reference);
    case 'count by organization':
    case 'count everything':
      return getCountFromServer(queryOf(db, one));
    default:
      return getDocs(queryOf(db, one));
  }
}

function queryOf(db: Firestore, { collection: name, operation, organizationId }: AccessCase): Query {
  const all = operation.startsWith('collection group')
    ? collectionGroup(db, name.split('/').at(-1) ?? '')
    : collection(db, name);
  const byOrganization = where('organizationId', '==', organizationId);
  const byRole = where('role', '==', 'engineer');
  switch (operation) {
    case 'list everything':
    case 'count everything':
    case 'collection group':
      return all;
    case 'list by role':
      return query(all, byRole);
    case 'list newest of organization':
      return query(all, byOrganization, orderBy('createdAt', 'desc'), limit(20));
    case 'list by either organization':
      return query(
        all,
        or(...[own, foreign].map((organization) => where('organizationId', '==', organization))),
      );
    case 'list by document id':
      return query(all, where(documentIdField(), '==', documentId(organizationId)));
    default:
      return query(all, byOrganization);
  }
}
