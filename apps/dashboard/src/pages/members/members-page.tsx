import { useState } from 'react';
import { commonText } from '#text/common';
import { membersText } from '#text/members';
import { useCan, useMe } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import { SettingsFrame } from '../../settings/settings-frame.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RecordItem, Records } from '../../ui/records.tsx';
import { SaveList } from '../../ui/save-list.tsx';
import { Time } from '../../ui/time.tsx';
import { Invitations } from './invitations.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { type Member, useMembers } from './queries.ts';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';

/** Who is in the organization, for everybody; owners change roles, remove people and invite. */
export function MembersPage() {
  const mayInvite = useCan()('createInvitation');
  return (
    <SettingsFrame title={membersText.title} lead={membersText.lead} needs="listMembers">
      <Members />
      {mayInvite ? <Invitations /> : null}
    </SettingsFrame>
  );
}

function Members() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useMembers();
  const [outcome, setOutcome] = useState<string | null>(null);
  // Not in the row: that is gone once the record is, and what failed after it has to be said and done again.
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayChange = useCan()('changeMemberRole');
  const { klayim } = useServices();
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  const members = data.pages.flatMap(({ items }) => items);
  // Known only when everybody is here; the API decides in any case.
  const isOnlyOwner = !hasNextPage && members.filter(({ role }) => role === 'owner').length === 1;
  return (
    <section className="settings__part" aria-label={membersText.list}>
      <SaveList
        operation="exportMembers"
        fileName={membersText.fileName}
        load={(call) => klayim.file('exportMembers', call)}
      />
      <div role="status">{outcome === null ? null : <Notice tone="good">{outcome}</Notice>}</div>
      <Records label={membersText.list}>
        {members.map((member) => (
          <MemberItem
            key={member.userId}
            member={member}
            mayChange={mayChange}
            isLastOwner={isOnlyOwner && member.role === 'owner'}
            onAsk={(what) => setAsked({ what, member })}
          />
        ))}
      </Records>
      {asked ? (
        <MemberDialog
          {...asked}
          onClose={(done) => {
            setAsked(null);
            setOutcome(done);
          }}
        />
      ) : null}
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {commonText.loadMore}
        </Button>
      ) : null}
      {mayChange ? <p className="small muted">{membersText.seenLater}</p> : null}
    </section>
  );
}

interface MemberItemProps {
  member: Member;
  mayChange: boolean;
  isLastOwner: boolean;
  onAsk: (what: Asked['what']) => void;
}

function MemberItem({ member, mayChange, isLastOwner, onAsk }: MemberItemProps) {
  const me = useMe();
  const name = nameOf(member);
  const isYou = me?.userId === member.userId;
  const roles = membersText.roles[member.role];
  return (
    <RecordItem
      title={
        <>
          {name}
          <Badge tone="neutral">{roles.name}</Badge>
          {isYou ? <Badge tone="good">{membersText.you}</Badge> : null}
        </>
      }
      actions={
        (mayChange || isYou) && !isLastOwner ? (
          <>
            {mayChange ? (
              <Button onClick={() => onAsk('role')}>
                {membersText.changeRole.open}
                <span className="visually-hidden"> {name}</span>
              </Button>
            ) : null}
            {isYou ? (
              <Button onClick={() => onAsk('leave')}>{membersText.leave.open}</Button>
            ) : (
              <Button onClick={() => onAsk('remove')}>
                {membersText.remove.open}
                <span className="visually-hidden"> {name}</span>
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {member.name !== null && member.email !== null ? <p className="small muted">{member.email}</p> : null}
      <p className="small muted">
        {membersText.joined} <Time at={member.joinedAt} />. {roles.does}.
      </p>
      {mayChange && isLastOwner ? <p className="small">{membersText.lastOwner}</p> : null}
    </RecordItem>
  );
}

/** What somebody is asked before it is done, and about whom. */
interface Asked {
  what: 'role' | 'remove' | 'leave';
  member: Member;
}

function MemberDialog({ what, member, onClose }: Asked & { onClose: (outcome: string | null) => void }) {
  const name = nameOf(member);
  const isYou = useMe()?.userId === member.userId;
  switch (what) {
    case 'role':
      return <RoleDialog member={member} name={name} isYou={isYou} onClose={onClose} />;
    case 'remove':
      return <RemoveMemberDialog member={member} name={name} onClose={onClose} />;
    case 'leave':
      return <LeaveDialog onClose={() => onClose(null)} />;
  }
}

function nameOf({ name, email }: Member): string {
  return name ?? email ?? membersText.noAddress;
}
