import { isKlayimError, type Schemas } from '@klayim/client';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { invitationText } from '#text/invitation';
import { useMe } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import { describePlainly } from '../../connections/describe-plainly.ts';
import { Button } from '../../ui/button.tsx';
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
        <Acceptance offer={offer} token={token} present={me.organizations} />
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

function Acceptance({ offer, token, present }: OfferProps & { present: Schemas['Me']['organizations'] }) {
  const { klayim, session, organization } = useServices();
  const accept = useMutation({
    mutationFn: async () => {
      await klayim.call('acceptInvitation', { body: { token } });
      // The old token does not know of the organization.
      await session.idToken({ forceRefresh: true });
    },
    onSuccess: () => organization.open(offer.organizationId),
  });
  if (present.some(({ id }) => id === offer.organizationId)) {
    return (
      <Notice
        tone="neutral"
        actions={
          <Button onClick={() => organization.open(offer.organizationId)}>{invitationText.home}</Button>
        }
      >
        {invitationText.alreadyMember}
      </Notice>
    );
  }
  return (
    <>
      {present.length > 0 ? (
        <p>{invitationText.stays(present.map(({ name }) => name).join(invitationText.and))}</p>
      ) : null}
      {accept.error ? (
        <Notice tone="bad" role="alert">
          {describe(accept.error)}
        </Notice>
      ) : null}
      <Button look="primary" busy={accept.isPending || accept.isSuccess} onClick={() => accept.mutate()}>
        {invitationText.accept}
      </Button>
    </>
  );
}

function describe(error: Error): ReactNode {
  if (isKlayimError(error, 'too_many_organizations')) {
    return invitationText.tooMany;
  }
  if (isKlayimError(error, 'invitation_not_found')) {
    return invitationText.gone;
  }
  const { what, next } = describePlainly(error);
  return `${what} ${next}`.trim();
}
