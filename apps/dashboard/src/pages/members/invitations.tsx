import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { invitationsText, membersText } from '#text/members';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RecordItem, Records } from '../../ui/records.tsx';
import { Time } from '../../ui/time.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { type Invitation, useInvitations, useRevokeInvitation } from './queries.ts';

const { revoke: revokeText } = invitationsText;

/** The invitations that are open, and a new one. For owners. */
export function Invitations() {
  const { data, error, refetch } = useInvitations();
  const [inviting, setInviting] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  return (
    <section className="settings__part" aria-labelledby="invitations">
      <div className="settings__heading">
        <h2 id="invitations">{invitationsText.title}</h2>
        <Button look="primary" onClick={() => setInviting(true)}>
          <UserPlus size={16} aria-hidden="true" />
          {invitationsText.invite.open}
        </Button>
      </div>
      <p className="muted">{invitationsText.lead}</p>
      <div role="status">{outcome === null ? null : <Notice tone="good">{outcome}</Notice>}</div>
      {data ? (
        data.length === 0 ? (
          <p>{invitationsText.none}</p>
        ) : (
          <Records label={invitationsText.list}>
            {data.map((invitation) => (
              <InvitationItem key={invitation.id} invitation={invitation} onOutcome={setOutcome} />
            ))}
          </Records>
        )
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </section>
  );
}

interface InvitationItemProps {
  invitation: Invitation;
  onOutcome: (outcome: string) => void;
}

function InvitationItem({ invitation, onOutcome }: InvitationItemProps) {
  const { id, role, email, createdAt, expiresAt } = invitation;
  const [asking, setAsking] = useState(false);
  const revoke = useRevokeInvitation(id, () => onOutcome(revokeText.done));
  const name = email ?? invitationsText.anybody;
  return (
    <RecordItem
      title={
        <>
          {name}
          <Badge tone="neutral">{membersText.roles[role].name}</Badge>
        </>
      }
      actions={
        <Button onClick={() => setAsking(true)}>
          {revokeText.open}
          <span className="visually-hidden"> {name}</span>
        </Button>
      }
    >
      <p className="small muted">
        {invitationsText.made} <Time at={createdAt} />, {invitationsText.ends} <Time at={expiresAt} exact />
      </p>
      {asking ? (
        <ConfirmDialog
          title={revokeText.title}
          confirm={revokeText.confirm}
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setAsking(false)}
          onConfirm={() => revoke.mutate()}
        >
          <p>{revokeText.explanation}</p>
        </ConfirmDialog>
      ) : null}
    </RecordItem>
  );
}
