import { isKlayimError } from '@klayim/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { invitationText } from '#text/invitation';
import { useServices } from '../../api/services.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Offer } from './offer.tsx';

/** What an invited person sees: who invites them to what, and how to accept. The token is behind the `#`. */
export function InvitationPage() {
  const [token] = useState(() => location.hash.slice(1));
  // It is read: the address of the page is no place to keep it.
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  return (
    <>
      <PageHeading title={invitationText.title} />
      <div className="prose">
        {token === '' ? <Notice tone="bad">{invitationText.missing}</Notice> : <LookedUp token={token} />}
      </div>
    </>
  );
}

function LookedUp({ token }: { token: string }) {
  const { klayim } = useServices();
  const { data, error, refetch } = useQuery({
    // Without the token, which the cache is not to hold.
    queryKey: ['invitation'],
    queryFn: ({ signal }) => klayim.call('lookUpInvitation', { body: { token }, signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data) {
    return <Offer offer={data} token={token} />;
  }
  if (isKlayimError(error, 'invitation_not_found', 'invalid_request')) {
    return <Notice tone="bad">{invitationText.gone}</Notice>;
  }
  return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
}
