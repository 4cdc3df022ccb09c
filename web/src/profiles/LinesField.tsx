/** Short lines, each in a field of its own; Enter goes on to the next one. */
import { ActionIcon, Button, Textarea } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useFieldWord } from "./fieldWord";
import { LONGEST_LINE, SHORTEST_LINE, removeAt } from "./model";
import classes from "./Lines.module.css";

interface LinesFieldProps {
  value: readonly string[];
  most: number;
  onChange: (lines: string[]) => void;
  /** What the server said, by the section's path. */
  fields: Readonly<Record<string, string>>;
  path: string;
  examples?: readonly string[];
  words: { line: (at: number) => string; remove: (at: number) => string; add: string };
  testId: string;
}

/** What was pasted with line breaks becomes one line. */
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/gu, " ");

export function LinesField({ value, most, onChange, fields, path, examples, words, testId }: LinesFieldProps): ReactNode {
  const word = useFieldWord();
  const list = useRef<HTMLOListElement>(null);
  const lines = value.length > 0 ? value : [""];
  const focus = (at: number): void => {
    requestAnimationFrame(() => list.current?.querySelectorAll("textarea")[at]?.focus());
  };
  const add = (): void => {
    onChange([...lines, ""]);
    focus(lines.length);
  };
  const enter = (event: KeyboardEvent, at: number): void => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (at + 1 < lines.length) focus(at + 1);
    else if (lines.length < most && lines[at]?.trim() !== "") add();
  };
  return (
    <>
      <ol className={classes["lines"]} ref={list}>
        {lines.map((line, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- lines have no identity but their place
          <li className={classes["line"]} key={at}>
            <Textarea
              aria-label={words.line(at + 1)}
              placeholder={examples?.[at] ?? ""}
              value={line}
              onChange={(event) => onChange([...lines].with(at, oneLine(event.currentTarget.value)))}
              autosize
              minRows={1}
              size="md"
              radius="md"
              onKeyDown={(event) => enter(event, at)}
              maxLength={LONGEST_LINE}
              dir="auto"
              error={word({ said: fields[`${path}[${at}]`], text: line, least: SHORTEST_LINE, most: LONGEST_LINE })}
              data-testid={`${testId}-${at + 1}`}
            />
            <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={words.remove(at + 1)} disabled={lines.length === 1 && line === ""} onClick={() => onChange(removeAt(lines, at))}>
              <X size={20} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {fields[path] && (
        <p className={classes["error"]} role="alert">
          {fields[path]}
        </p>
      )}
      {lines.length < most && (
        <Button variant="light" size="sm" className={classes["add"]} leftSection={<Plus size={18} aria-hidden="true" />} onClick={add} data-testid={`${testId}-add`}>
          {words.add}
        </Button>
      )}
    </>
  );
}
