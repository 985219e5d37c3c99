import { isKlayimError } from '@klayim/client';
import { shellText } from '#text/shell';
import { useServices } from '../api/services.ts';
import { isUnreachable } from '../connections/describe-plainly.ts';
import { useFailureText } from '../connections/use-failure-text.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Takes the place of what could not be loaded. */
export function LoadFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { availability } = useServices();
  const said = useFailureText(error);
  const own = availability.isAway() ? shellText.failed.away : describe(error);
  return (
    <Notice
      tone="bad"
      role="alert"
      title={shellText.failed.title}
      actions={<Button onClick={onRetry}>{shellText.failed.tryAgain}</Button>}
    >
      <p>{own ?? (said ? `${said.what} ${said.next}` : '\u00a0')}</p>
      {isKlayimError(error) && error.requestId !== undefined ? (
        <p className="small">{shellText.failed.reference(error.requestId)}</p>
      ) : null}
    </Notice>
  );
}

/** Null for what the API has answered: the words for that are loaded when they are needed. */
function describe(error: Error): string | null {
  if (!isKlayimError(error)) {
    return isUnreachable(error) ? shellText.failed.away : shellText.failed.unknown;
  }
  if (error.status === 403) {
    return shellText.failed.forbidden;
  }
  return error.problem ? null : shellText.failed.away;
}
