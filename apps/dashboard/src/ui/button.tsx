import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';
import './button.css';

type Look = 'plain' | 'primary' | 'danger' | 'quiet';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  look?: Look;
  wide?: boolean;
  /** Under way: it stays in place and keeps the focus, and does nothing. */
  busy?: boolean;
}

/** A button. Its type is `button` unless said otherwise. */
export function Button({ look = 'plain', wide = false, busy = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(look, wide)}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) {
          event.preventDefault();
        } else {
          onClick?.(event);
        }
      }}
    />
  );
}

/** A link that looks like a button: it leads to another page of this site. */
export function ButtonLink({
  href,
  look = 'plain',
  children,
}: {
  href: string;
  look?: Look;
  children: ReactNode;
}) {
  return (
    <Link href={href} className={classes(look, false)}>
      {children}
    </Link>
  );
}

function classes(look: Look, wide: boolean): string {
  return `button button--${look}${wide ? ' button--wide' : ''}`;
}
