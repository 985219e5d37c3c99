import type { ReactNode } from 'react';
import './badge.css';

/** How something is doing. */
export type Tone = 'good' | 'warning' | 'bad' | 'neutral';

/** A short state in words, with a colour that says the same. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge badge--${tone}`}>{children}</span>;
}
