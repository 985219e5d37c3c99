import { MapPinOff } from 'lucide-react';
import { shellText } from '#text/shell';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeading } from '../ui/page-heading.tsx';

/** The page of every address that has none. */
export function NotFound() {
  return (
    <>
      <PageHeading title={shellText.notFound.title} />
      <EmptyState
        icon={MapPinOff}
        title={shellText.notFound.title}
        action={<ButtonLink href="/connections">{shellText.notFound.home}</ButtonLink>}
      >
        {shellText.notFound.explanation}
      </EmptyState>
    </>
  );
}
