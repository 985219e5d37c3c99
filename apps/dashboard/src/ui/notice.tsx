import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import './notice.css';

interface NoticeProps {
  tone: Tone;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out by screen readers when it appears: `alert` at once, `status` in the next pause. */
  role?: 'alert' | 'status';
}

const icons = { good: CircleCheck, warning: TriangleAlert, bad: CircleAlert, neutral: Info };

/** Something to know, with what can be done about it. */
export function Notice({ tone, title, children, actions, role }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`notice notice--${tone}`} role={role}>
      <Icon className="notice__icon" size={18} aria-hidden="true" />
      <div className="notice__body">
        {title === undefined ? null : <p className="notice__title">{title}</p>}
        {children}
        {actions === undefined ? null : <div className="notice__actions">{actions}</div>}
      </div>
    </div>
  );
}
