import { isKlayimError, type Schemas } from '@klayim/client';
import { ArrowLeft, Unplug } from 'lucide-react';
import { Link, useLocation, useParams } from 'wouter';
import { connectionText } from '#text/connection';
import { connectionsText } from '#text/connections';
import { useCan } from '../../api/me.ts';
import { describeProblem } from '../../connections/connection-problem.ts';
import { describeStatus } from '../../connections/connection-status.ts';
import { FixButton } from '../../connections/fix-button.tsx';
import { ProblemText } from '../../connections/problem-text.tsx';
import { useConnection, useProviderName } from '../../connections/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { AccessList } from './access-list.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectionHistory } from './connection-history.tsx';
import './connection.css';

/** One connection: how it is, what it may do, and everything that can be done with it. */
export function ConnectionPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useConnection(id);
  return (
    <>
      <p className="connection__back">
        <Link href="/connections">
          <ArrowLeft size={16} aria-hidden="true" />
          {connectionText.detail.back}
        </Link>
      </p>
      {isKlayimError(error, 'integration_not_found') ? (
        <Gone />
      ) : data ? (
        <Details connection={data} />
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Gone() {
  return (
    <>
      <PageHeading title={connectionsText.title} />
      <EmptyState
        icon={Unplug}
        title={connectionText.detail.gone}
        action={<ButtonLink href="/connections">{connectionText.detail.back}</ButtonLink>}
      >
        {null}
      </EmptyState>
    </>
  );
}

function Details({ connection }: { connection: Schemas['Integration'] }) {
  const [, navigate] = useLocation();
  const providerName = useProviderName();
  const can = useCan();
  const { tone, label } = describeStatus(connection);
  const problem = describeProblem(connection);
  return (
    <>
      <PageHeading title={connection.accountEmail}>
        <p className="connection__lead">
          <span className="muted">{providerName(connection.provider)}</span>
          <Badge tone={tone}>{label}</Badge>
        </p>
      </PageHeading>
      <div className="connection">
        {problem ? (
          <Notice tone={tone} actions={<FixButton integration={connection} fix={problem.fix} />}>
            <ProblemText problem={problem} />
          </Notice>
        ) : null}
        <ConnectionActions connection={connection} onRemoved={() => navigate('/connections')} />
        <div className="connection__columns">
          <AccessList connection={connection} />
          <ConnectionFacts connection={connection} />
        </div>
        {can('getIntegrationHistory') ? <ConnectionHistory connection={connection} /> : null}
      </div>
    </>
  );
}
