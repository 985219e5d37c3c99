import { isKlayimError, type Schemas } from '@klayim/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { invitationText } from '#text/invitation';
import { useMe } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import { describePlainly } from '../../connections/describe-plainly.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { ProveAddress } from './prove-address.tsx';

interface OfferProps {
  offer: Schemas['InvitationOffer'];
  token: string;
}

/** An invitation that can be accepted, and what stands in the way. */
export function Offer({ offer, token }: OfferProps) {
  const me = useMe();
  if (!me) {
    return null;
  }
  const { organizationName, role, email, expiresAt } = offer;
  return (
    <>
      <p>{invitationText.offer(organizationName, invitationText.roles[role])}</p>
      <p className="muted">
        {invitationText.signedInAs(me.email ?? '')} {invitationText.until} <Time at={expiresAt} />.
      </p>
      {email !== null && email !== me.email?.toLowerCase() ? (
        <OtherAddress email={email} />
      ) : email !== null && !me.emailVerified ? (
        <ProveAddress email={email} />
      ) : (
        <Acceptance offer={offer} token={token} current={me.organizations[0]} />
      )}
    </>
  );
}

function OtherAddress({ email }: { email: string }) {
  const { session } = useServices();
  return (
    <Notice
      tone="warning"
      actions={<Button onClick={() => void session.leave('signedOut')}>{invitationText.signOut}</Button>}
    >
      {invitationText.otherAddress(email)}
    </Notice>
  );
}

function Acceptance({
  offer,
  token,
  current,
}: OfferProps & { current: Schemas['Me']['organizations'][number] | undefined }) {
  const { klayim, session } = useServices();
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const accept = useMutation({
    mutationFn: async () => {
      await klayim.call('acceptInvitation', {
        body: { token, ...(current && { leaveOrganization: current.id }) },
      });
      // The old token does not know of the organization.
      await session.idToken({ forceRefresh: true });
      // What was read belongs to the organization that was left.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
      await queryClient.invalidateQueries({ queryKey: ['me'] });
    },
    onSuccess: () => navigate('/connections'),
  });
  if (current?.id === offer.organizationId) {
    return (
      <Notice tone="neutral" actions={<ButtonLink href="/connections">{invitationText.home}</ButtonLink>}>
        {invitationText.alreadyMember}
      </Notice>
    );
  }
  return (
    <>
      {current ? <Notice tone="warning">{invitationText.leaves(current.name)}</Notice> : null}
      {accept.error ? (
        <Notice tone="bad" role="alert">
          {describe(accept.error)}
        </Notice>
      ) : null}
      <Button look="primary" busy={accept.isPending} onClick={() => accept.mutate()}>
        {current ? invitationText.leaveAndAccept(current.name) : invitationText.accept}
      </Button>
    </>
  );
}

function describe(error: Error): ReactNode {
  if (isKlayimError(error, 'last_owner')) {
    return invitationText.lastOwner;
  }
  if (isKlayimError(error, 'invitation_not_found')) {
    return invitationText.gone;
  }
  const { what, next } = describePlainly(error);
  return `${what} ${next}`.trim();
}
