/** What several pages of feedback show alike: a row of taps, somebody's words, a name in a sentence. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../core/names";
import { shortDate } from "../core/when";
import type { Card, GatheringCard, Said } from "./api";
import classes from "./Feedback.module.css";

export function useName(): (person: { name: string } | null) => string {
  const { t } = useTranslation("core");
  return (person) => isolated(shownName(person?.name, t("somebody")));
}

export function useQuestion(): (card: Card) => string {
  const { t, i18n } = useTranslation("feedback");
  const name = useName();
  return (card) => t(card.isHeld ? "question" : "questionMissed", { name: name(card.other), day: shortDate(new Date(card.sessionAt), i18n.language) });
}

/** With whom and when a gathering was. */
export function useGathered(): (card: GatheringCard) => string {
  const { t, i18n } = useTranslation("feedback");
  const name = useName();
  return (card) => t("gathering.with", { name: name(card.host), day: shortDate(new Date(card.sessionAt), i18n.language) });
}

interface Tap {
  value: string;
  /** What is on it. */
  face: ReactNode;
  /** What it is called, where the face does not say it. */
  label?: string;
}

interface TapsProps {
  name: string;
  legend: string;
  taps: readonly Tap[];
  chosen: readonly string[];
  onChoose: (value: string) => void;
  isSeveral?: boolean;
  isWrapped?: boolean;
  /** What the first and the last stand for. */
  ends?: readonly [string, string];
  hint?: string;
}

/** Radios or checkboxes in the shape of tiles: arrows and the space bar work as they do in any form. */
export function Taps({ name, legend, taps, chosen, onChoose, isSeveral = false, isWrapped = false, ends, hint }: TapsProps): ReactNode {
  const isNarrow = taps.length > 5 && !isWrapped;
  return (
    <fieldset className={classes["scale"]}>
      <legend>{legend}</legend>
      {hint !== undefined && <p className={classes["hint"]}>{hint}</p>}
      <div className={[classes["taps"], isWrapped && classes["wrapped"], isNarrow && classes["narrow"]].filter(Boolean).join(" ")}>
        {taps.map(({ value, face, label }) => (
          <label key={value} className={classes["tap"]} title={label}>
            <input type={isSeveral ? "checkbox" : "radio"} name={name} value={value} checked={chosen.includes(value)} onChange={() => onChoose(value)} aria-label={label} data-testid={`${name}-${value}`} />
            <span className={classes["face"]}>{face}</span>
          </label>
        ))}
      </div>
      {ends && (
        <p className={classes["ends"]} aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </p>
      )}
    </fieldset>
  );
}

export function TagList({ tags }: { tags: Said["tags"] }): ReactNode {
  const { t } = useTranslation("feedback");
  if (tags.length === 0) return null;
  return (
    <ul className={classes["tags"]}>
      {tags.map((tag) => (
        <li key={tag} className={classes["tag"]}>
          {t(`card.tags.${tag}`)}
        </li>
      ))}
    </ul>
  );
}

/** Words that two people may read. */
export function Words({ tags, appreciation, note, noteTitle }: Said & { noteTitle: string }): ReactNode {
  return (
    <>
      <TagList tags={tags} />
      {appreciation !== "" && (
        <p className={classes["quote"]} dir="auto">
          {appreciation}
        </p>
      )}
      {note !== "" && (
        <div>
          <p className={classes["meta"]}>{noteTitle}</p>
          <p className={classes["quote"]} dir="auto">
            {note}
          </p>
        </div>
      )}
    </>
  );
}
