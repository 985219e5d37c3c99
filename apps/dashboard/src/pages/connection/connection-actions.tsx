import type { Schemas } from '@klayim/client';
import { RefreshCw, Stethoscope, Trash2, Unplug } from 'lucide-react';
import { useState } from 'react';
import { connectionText } from '#text/connection';
import { connectionsText } from '#text/connections';
import { useCan } from '../../api/me.ts';
import { useDisconnect, useRefresh, useTest } from '../../connections/actions.ts';
import { FailureNotice, FixButton } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { TestResult } from './test-result.tsx';

interface ConnectionActionsProps {
  connection: Schemas['Integration'];
  onRemoved: () => void;
}

const { actions } = connectionsText;
const { results } = connectionText;

/** What the signed-in person may do with a connection, and how it went. */
export function ConnectionActions({ connection, onRemoved }: ConnectionActionsProps) {
  const can = useCan();
  const [asking, setAsking] = useState<'disconnect' | 'remove' | null>(null);
  const refresh = useRefresh(connection.id);
  const disconnect = useDisconnect(connection.id);
  const test = useTest(connection.id);
  const isDisconnected = connection.status === 'disconnected';
  return (
    <>
      <div className="connection__actions">
        {isDisconnected ? <FixButton integration={connection} fix="reconnect" /> : null}
        {can('refreshIntegration') && !isDisconnected ? (
          <Button
            busy={refresh.isPending}
            onClick={() => {
              test.reset();
              refresh.mutate();
            }}
          >
            <RefreshCw size={16} aria-hidden="true" />
            {actions.refresh}
          </Button>
        ) : null}
        {can('testIntegration') && !isDisconnected ? (
          <Button
            busy={test.isPending}
            onClick={() => {
              refresh.reset();
              test.mutate();
            }}
          >
            <Stethoscope size={16} aria-hidden="true" />
            {actions.test}
          </Button>
        ) : null}
        {can('disconnectIntegration') && !isDisconnected ? (
          <Button onClick={() => setAsking('disconnect')}>
            <Unplug size={16} aria-hidden="true" />
            {actions.disconnect}
          </Button>
        ) : null}
        {can('deleteIntegration') ? (
          <Button onClick={() => setAsking('remove')}>
            <Trash2 size={16} aria-hidden="true" />
            {actions.remove}
          </Button>
        ) : null}
      </div>
      <div className="connection__results" role="status">
        {refresh.isSuccess ? <Notice tone="good">{results.refreshed}</Notice> : null}
        {test.data ? <TestResult result={test.data} account={connection.accountEmail} /> : null}
        {disconnect.data && isDisconnected ? (
          <Notice tone="neutral">{results.disconnected[disconnect.data.revocation]}</Notice>
        ) : null}
        {test.error ? <FailureNotice error={test.error} /> : null}
        {refresh.error ? <FailureNotice error={refresh.error} /> : null}
        {disconnect.error ? <FailureNotice error={disconnect.error} /> : null}
      </div>
      {asking === 'disconnect' ? (
        <DisconnectDialog
          account={connection.accountEmail}
          busy={disconnect.isPending}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            refresh.reset();
            test.reset();
            disconnect.mutate(undefined, { onSettled: () => setAsking(null) });
          }}
        />
      ) : null}
      {asking === 'remove' ? (
        <RemoveDialog connection={connection} onClose={() => setAsking(null)} onRemoved={onRemoved} />
      ) : null}
    </>
  );
}
