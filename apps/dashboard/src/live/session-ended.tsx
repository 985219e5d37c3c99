import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { accessText } from '#text/access';
import { useServices } from '../api/services.ts';
import { Button } from '../ui/button.tsx';
import '../ui/dialog.css';
import './session-ended.css';

const { ended: text } = accessText;

/** Stands over a page that holds something unsaved, until the same person has signed in again; then all that is shown is read again. */
export function SessionEnded({ email }: { email: string }) {
  const { session } = useServices();
  const queryClient = useQueryClient();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement) {
        // The page is to be seen again before it can have the focus.
        window.setTimeout(() => opener.focus());
      }
      void queryClient.invalidateQueries();
    };
  }, [queryClient]);
  return (
    <dialog
      ref={element}
      className="dialog session-ended"
      aria-labelledby={titleId}
      onCancel={(event) => event.preventDefault()}
      // Browsers close a dialog when Escape is pressed a second time.
      onClose={() => element.current?.showModal()}
    >
      <div className="dialog__content">
        <h2 id={titleId}>{text.title}</h2>
        <p>{text.kept(email)}</p>
        <p>{text.lost}</p>
        <p className="small muted">{text.why}</p>
        <div className="dialog__actions">
          {/* First, since it gets the focus: not the button that throws everything away. */}
          <a
            className="button button--primary"
            href="/sign-in?reason=again"
            target="_blank"
            rel="noopener opener"
          >
            {text.signIn}
          </a>
          <Button onClick={() => void session.leave('expired')}>{text.leave}</Button>
        </div>
      </div>
    </dialog>
  );
}
