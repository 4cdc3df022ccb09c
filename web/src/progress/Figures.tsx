/** Tables behind charts, folded away: what a chart shows can be read as well. */
import type { ReactNode } from "react";
import classes from "./Progress.module.css";

interface FoldedTableProps {
  title: string;
  name: string;
  head: readonly string[];
  /** The first cell of each is its heading. */
  rows: readonly (readonly [string, ...string[]])[];
  testId: string;
}

export function FoldedTable({ title, name, head, rows, testId }: FoldedTableProps): ReactNode {
  return (
    <details className={classes["fold"]} data-testid={testId}>
      <summary>{title}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div className={classes["tableFrame"]} tabIndex={0} role="region" aria-label={name}>
        <table className={classes["table"]}>
          <caption>{name}</caption>
          <thead>
            <tr>
              {head.map((one) => (
                <th key={one} scope="col">
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...rest]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {rest.map((cell, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- columns have no other key
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
