import type { Schemas } from '@klayim/client';
import { shellText } from '#text/shell';
import { useMeQuery } from '../api/me.ts';
import { useServices } from '../api/services.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';

/** Shown to somebody who is signed in and belongs to no organization, or not to the one that was chosen. */
export function NoOrganization() {
  const me = useMeQuery();
  return me.data && me.data.organizations.length > 0 ? (
    <ChooseOrganization organizations={me.data.organizations} />
  ) : (
    <NeedsInvitation />
  );
}

function ChooseOrganization({ organizations }: Pick<Schemas['Me'], 'organizations'>) {
  const { organization } = useServices();
  return (
    <>
      <PageHeading title={shellText.chooseOrganization.title} />
      <div className="prose">
        <p>{shellText.chooseOrganization.explanation}</p>
        {organizations.map(({ id, name }) => (
          <Button key={id} onClick={() => organization.open(id)}>
            {name}
          </Button>
        ))}
      </div>
    </>
  );
}

function NeedsInvitation() {
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
