/** Lines that were said, to be read, searched and copied; with a player beside them each leads to its moment. */
import { useNumerals } from "../core/numerals";
import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Copy, Play, Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Transcript } from "./api";
import { clockTime } from "./model";
import classes from "./Words.module.css";
import { type Line, asText, found, linesOf } from "./words";

interface WordsProps {
  transcript: Transcript;
  /** Plays from a line on; null: there is nothing to play. */
  onJump: ((line: Line) => void) | null;
  deeds?: ReactNode;
}

function Row({ line, onJump }: { line: Line; onJump: WordsProps["onJump"] }): ReactNode {
  const { t } = useTranslation("recordings");
  const time = useNumerals()(clockTime(line.startsMs));
  return (
    <li className={classes["line"]} data-own={line.isYou} data-testid="said">
      {onJump ? (
        <UnstyledButton className={classes["time"]} aria-label={t("text.page.jump", { time })} onClick={() => onJump(line)}>
          <Play size={12} aria-hidden="true" /> {time}
        </UnstyledButton>
      ) : (
        <span className={classes["time"]}>{time}</span>
      )}
      <p className={classes["said"]}>
        <b>
          <bdi>{line.isYou ? t("text.page.you", { name: line.name }) : line.name}</bdi>
        </b>{" "}
        <span dir="auto" lang={line.language}>
          {line.text}
        </span>
      </p>
    </li>
  );
}

export function Words({ transcript, onJump, deeds }: WordsProps): ReactNode {
  const { t } = useTranslation("recordings");
  const [sought, setSought] = useState("");
  const lines = useMemo(() => linesOf(transcript, t("text.page.guestGone")), [transcript, t]);
  const wanted = useDeferredValue(sought);
  const shown = useMemo(() => found(lines, wanted), [lines, wanted]);
  const copy = (): void => void navigator.clipboard?.writeText(asText(shown)).then(() => notifications.show({ message: t("text.page.copied"), color: "olive" }));
  return (
    <section className={classes["words"]} aria-label={t("text.page.lines")} data-testid="words">
      <div className={classes["tools"]}>
        <TextInput className={classes["search"] ?? ""} type="search" leftSection={<Search size={17} aria-hidden="true" />} aria-label={t("text.page.search")} placeholder={t("text.page.search")} value={sought} onChange={({ currentTarget }) => setSought(currentTarget.value)} data-testid="words-search" />
        <Button variant="light" size="sm" leftSection={<Copy size={17} aria-hidden="true" />} onClick={copy} data-testid="words-copy">
          {t("text.page.copy")}
        </Button>
        {deeds}
      </div>
      <p className={classes["count"]} role="status">
        {wanted.trim() !== "" && t("text.page.found", { count: shown.length })}
      </p>
      <ol className={classes["lines"]}>
        {shown.map((line) => (
          <Row key={line.at} line={line} onJump={onJump} />
        ))}
      </ol>
    </section>
  );
}
