import { type ReactNode, useEffect, useRef } from 'react';
import { shellText } from '#text/shell';
import './page-heading.css';

interface PageHeadingProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Where the focus was is gone with the page before; the first page of a visit leaves it alone. */
let isFirstPage = true;

/** The heading of a page: it names the document, and gets the focus when the person came from another page. */
export function PageHeading({ title, children, actions }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirstPage) {
      heading.current?.focus();
    }
    isFirstPage = false;
  }, []);
  return (
    <header className="page-heading">
      <title>{shellText.pageTitle(title)}</title>
      <div className="page-heading__text">
        <h1 ref={heading} tabIndex={-1} className="break-anywhere">
          {title}
        </h1>
        {children}
      </div>
      {actions === undefined ? null : <div className="page-heading__actions">{actions}</div>}
    </header>
  );
}
