import { useMutation } from '@tanstack/react-query';
import { invitationText } from '#text/invitation';
import { useMeQuery } from '../../api/me.ts';
import { useServices } from '../../api/services.ts';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

const { prove: text } = invitationText;

/** Has a person prove that the invited address is theirs. */
export function ProveAddress({ email }: { email: string }) {
  const { session } = useServices();
  const me = useMeQuery();
  const send = useMutation({ mutationFn: session.proveAddress });
  const lookAgain = useMutation({
    mutationFn: async () => {
      // The token says what was so when it was made.
      await session.idToken({ forceRefresh: true });
      const { data } = await me.refetch();
      return data?.emailVerified === true;
    },
  });
  const failure = send.error ?? lookAgain.error;
  return (
    <>
      <Notice
        tone="neutral"
        actions={
          send.isSuccess ? (
            <Button look="primary" busy={lookAgain.isPending} onClick={() => lookAgain.mutate()}>
              {text.done}
            </Button>
          ) : (
            <Button look="primary" busy={send.isPending} onClick={() => send.mutate()}>
              {text.send}
            </Button>
          )
        }
      >
        {send.isSuccess ? text.sent : text.explanation(email)}
      </Notice>
      <div role="status">
        {lookAgain.data === false ? <Notice tone="warning">{text.notYet}</Notice> : null}
      </div>
      {failure ? <FailureNotice error={failure} /> : null}
    </>
  );
}
