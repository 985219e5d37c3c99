import { operatorsText } from '#text/operators';
import { useCan } from '../../api/me.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ClientSecrets } from './client-secrets.tsx';
import { EncryptionKeys } from './encryption-keys.tsx';
import { Incidents } from './incidents.tsx';
import { Organizations } from './organizations.tsx';
import { Queues } from './queues.tsx';
import { Sweeps } from './sweeps.tsx';
import { UnlistedErrors } from './unlisted-errors.tsx';
import './operators.css';

/** How the platform is, for those who run it: what needs them on top. */
export function OperatorsPage() {
  const may = useCan()('listOrganizations');
  return (
    <>
      <PageHeading title={operatorsText.title}>
        <p className="muted">{operatorsText.lead}</p>
      </PageHeading>
      {may ? (
        <div className="operators">
          <Incidents />
          <Queues />
          <ClientSecrets />
          <EncryptionKeys />
          <Sweeps />
          <UnlistedErrors />
          <Organizations />
        </div>
      ) : (
        <Notice tone="neutral">{operatorsText.mayNot}</Notice>
      )}
    </>
  );
}
