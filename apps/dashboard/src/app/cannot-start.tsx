import { shellText } from '#text/shell';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import './standalone.css';

/** Shown in place of everything when the page cannot find out where it is. */
export function CannotStart() {
  return (
    <main className="standalone">
      <h1>{shellText.cannotStart.title}</h1>
      <Notice
        tone="bad"
        role="alert"
        actions={<Button onClick={() => location.reload()}>{shellText.broken.reload}</Button>}
      >
        {shellText.cannotStart.explanation}
      </Notice>
    </main>
  );
}
