import { shellText } from '#text/shell';
import { useMeQuery } from '../api/me.ts';
import { useServices } from '../api/services.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';

/** Shown to somebody who is signed in and belongs to no organization. */
export function NoOrganization() {
  const me = useMeQuery();
  const { session } = useServices();
  // The token says what it said when it was made: a membership given since is in a new one.
  const checkAgain = async (): Promise<void> => {
    await session.idToken({ forceRefresh: true });
    await me.refetch();
  };
  return (
    <>
      <PageHeading title={shellText.noOrganization.title} />
      <div className="prose">
        <p>{shellText.noOrganization.explanation(me.data?.email ?? '')}</p>
        {me.data?.platformOperator ? (
          <ButtonLink href="/operators" look="primary">
            {shellText.noOrganization.operator}
          </ButtonLink>
        ) : null}
        <Button busy={me.isFetching} onClick={() => void checkAgain()}>
          {shellText.noOrganization.checkAgain}
        </Button>
      </div>
    </>
  );
}
