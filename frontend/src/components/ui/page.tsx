import { type ReactNode, useEffect, useRef } from 'react';

import { useBrand } from '@/lib/brand';

import classes from './page.module.css';

interface PageProps {
  /** The tab's title and, unless `heading` says otherwise, the page's one h1. */
  title: string;
  heading?: ReactNode;
  lead?: ReactNode;
  width?: 'full' | 'reading' | 'form';
  /** What the page belongs to and its neighbours, above the h1. */
  above?: ReactNode;
  /** What can be done with the page as a whole, beside the h1. */
  actions?: ReactNode;
  children: ReactNode;
}

let isFirstPage = true;

/** A page: title, one h1 that takes the focus when somebody comes from another page, and its content. */
export function Page(page: PageProps) {
  const { title, heading, lead, width = 'full', above, actions, children } = page;
  const h1 = useRef<HTMLHeadingElement>(null);
  const brand = useBrand();

  useEffect(() => {
    document.title = `${title} · ${brand}`;
  }, [title, brand]);

  useEffect(() => {
    if (!isFirstPage) h1.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);

  return (
    <div className={`sight-page ${classes.page}`} data-width={width}>
      {above}
      <header className="sight-head">
        <div className="sight-headline">
          <h1 ref={h1} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
        {lead && <p className="sight-lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
