import { Component, type ReactNode } from 'react';
import { shellText } from '#text/shell';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { MissingScript } from './missing-script.tsx';

interface State {
  error: Error | null;
}

/** Shows what can be done when a page throws, or when its script cannot be loaded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    if (!this.state.error) {
      return this.props.children;
    }
    if (isMissingScript(this.state.error)) {
      return <MissingScript />;
    }
    return (
      <>
        <PageHeading title={shellText.broken.title} />
        <Notice
          tone="bad"
          role="alert"
          actions={<Button onClick={() => location.reload()}>{shellText.broken.reload}</Button>}
        >
          {shellText.broken.explanation}
        </Notice>
      </>
    );
  }
}

/** What browsers say of an `import()` that found no script. */
function isMissingScript(error: Error): boolean {
  return /dynamically imported module|importing a module script failed|preload css/i.test(error.message);
}
