import type { ReactNode } from 'react';

import type { Tone } from './notice';
import classes from './tag.module.css';

interface TagProps {
  tone?: Tone | 'quiet';
  children: ReactNode;
}

/** A state in a word or two. */
export function Tag({ tone = 'quiet', children }: TagProps) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
