import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react';

import { DataTable } from '@/components/ui/data-table';
import { ExportButtons } from '@/components/ui/export-buttons';
import { Panel } from '@/components/ui/panel';

import classes from './analytics.module.css';
import type { Table } from './figures';

// Drawing takes a library that nothing else needs.
const Chart = lazy(() => import('@/components/ui/chart'));

export function Drawing(props: ComponentProps<typeof Chart>) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <Chart {...props} />
    </Suspense>
  );
}

interface ReportPartProps<Row> {
  title: string;
  /** A picture of the figures. */
  children?: ReactNode;
  figures: Table<Row>;
  keyOf: (row: Row) => string;
  /** What the exported file is called, without its ending. */
  fileName: string;
  hint?: ReactNode;
}

/** One question about the sale: its answer as a picture, and the same numbers to read and to take along. */
export function ReportPart<Row>(props: ReportPartProps<Row>) {
  const { title, children, figures, keyOf, fileName, hint } = props;
  return (
    <Panel title={title}>
      {children}
      <div className={classes.numbers}>
        <DataTable label={title} columns={figures.columns} rows={figures.rows} keyOf={keyOf} />
      </div>
      <div className={classes.foot}>
        {hint && <p className={classes.hint}>{hint}</p>}
        <div className={classes.exports}>
          <ExportButtons sheet={{ ...figures.sheet, name: fileName }} />
        </div>
      </div>
    </Panel>
  );
}
