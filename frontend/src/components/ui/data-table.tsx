import type { ReactNode } from 'react';

import classes from './data-table.module.css';

export interface Column<Row> {
  id: string;
  /** Empty for what can be done with the row. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand under each other, at the end of their column. */
  isNumber?: boolean;
  /** The cell that names its row. */
  isName?: boolean;
  /** Never broken in two where there is room for a table. */
  isWhole?: boolean;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  foot?: ReactNode;
}

/** Rows under headings; where there is no room each row becomes a card of named facts. */
export function DataTable<Row>({ label, columns, rows, keyOf, foot }: DataTableProps<Row>) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <Cell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
      {foot && <tfoot>{foot}</tfoot>}
    </table>
  );
}

/** A column of buttons has none: a heading without words would be read out as one. */
function Heading<Row>({ column: { header, isNumber } }: { column: Column<Row> }) {
  if (header === '') return <td />;
  return (
    <th scope="col" data-number={isNumber || undefined}>
      {header}
    </th>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.cell(row);
  const isWhole = column.isWhole || undefined;
  if (column.isName) {
    return (
      <th scope="row" data-whole={isWhole}>
        {content}
      </th>
    );
  }
  return (
    <td data-number={column.isNumber || undefined} data-whole={isWhole}>
      <span className={classes.label} aria-hidden="true">
        {column.header}
      </span>
      {content}
    </td>
  );
}
