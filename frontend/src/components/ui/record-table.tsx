import type { ReactNode } from 'react';

import classes from './record-table.module.css';

interface RecordTableProps {
  label: string;
  headings: ReactNode[];
  /** Rows of `RecordRow`. */
  children: ReactNode;
}

/** Many things of one kind, a row each; on a phone a row is a sheet in which every cell says what it is. */
export function RecordTable({ label, headings, children }: RecordTableProps) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {headings.map((heading, place) => (
            <th key={place} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** A cell's money or its heading: never broken in two, and figures stand under each other. */
export function Amount({ children }: { children: ReactNode }) {
  return <span className={classes.amount}>{children}</span>;
}

interface RecordRowProps {
  /** What the row is about. */
  title: ReactNode;
  cells: ReactNode[];
}

export function RecordRow({ title, cells }: RecordRowProps) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {cells.map((cell, place) => (
        <td key={place}>{cell}</td>
      ))}
    </tr>
  );
}
