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
            onOutcome={setOutcome}
          />
        ))}
      </Records>
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
  onOutcome: (outcome: string | null) => void;
}

function MemberItem({ member, mayChange, isLastOwner, onOutcome }: MemberItemProps) {
  const me = useMe();
  const [open, setOpen] = useState<'none' | 'role' | 'remove' | 'leave'>('none');
  const name = nameOf(member);
  const isYou = me?.userId === member.userId;
  const close = (outcome: string | null): void => {
    setOpen('none');
    onOutcome(outcome);
  };
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
              <Button onClick={() => setOpen('role')}>
                {membersText.changeRole.open}
                <span className="visually-hidden"> {name}</span>
              </Button>
            ) : null}
            {isYou ? (
              <Button onClick={() => setOpen('leave')}>{membersText.leave.open}</Button>
            ) : (
              <Button onClick={() => setOpen('remove')}>
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
      {open === 'role' ? <RoleDialog member={member} name={name} isYou={isYou} onClose={close} /> : null}
      {open === 'remove' ? <RemoveMemberDialog member={member} name={name} onClose={close} /> : null}
      {open === 'leave' ? <LeaveDialog onClose={() => setOpen('none')} /> : null}
    </RecordItem>
  );
}

function nameOf({ name, email }: Member): string {
  return name ?? email ?? membersText.noAddress;
}
