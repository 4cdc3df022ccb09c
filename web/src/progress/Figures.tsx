/** Tables behind charts, folded away: what a chart shows can be read as well. */
import type { ReactNode } from "react";
import { Scrolled } from "../core/ui/Scrolled";
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
      <Scrolled className={classes["tableFrame"]} label={name}>
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
      </Scrolled>
    </details>
  );
}
