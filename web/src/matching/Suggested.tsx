/** The list of those who fit, or an honest word on why it is empty and what would help. */
import { Button, Skeleton, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { Notice } from "../core/ui/Notice";
import { HarbourScene, WaitingScene } from "../core/ui/scenes";
import { gapsOf } from "../profiles/model";
import type { Obstacles, Suggestions } from "./api";
import classes from "./Find.module.css";
import { MentorItem } from "./MentorItem";
import { removedIn, stepOf } from "./model";
import { useChange } from "./sentences";
import { useDismissal, useSuggestions } from "./use";

const PLACEHOLDERS = [0, 1, 2] as const;

export function Skeletons(): ReactNode {
  const { t } = useTranslation("core");
  return (
    <div className={classes["cards"]} role="status" aria-label={t("loading")}>
      {PLACEHOLDERS.map((at) => (
        <div key={at} className={classes["card"]}>
          <Skeleton circle height="4rem" />
          <div className={classes["who"]}>
            <Skeleton height="1.2rem" width="40%" />
            <Skeleton height="0.9rem" width="70%" />
          </div>
          <div className={classes["said"]}>
            <Skeleton height="0.9rem" />
            <Skeleton height="0.9rem" width="85%" />
            <Skeleton height="0.9rem" width="60%" />
          </div>
        </div>
      ))}
    </div>
  );
}

function NotReady({ missing }: Pick<Suggestions, "missing">): ReactNode {
  const { t } = useTranslation("matching");
  const profiles = useTranslation("profiles");
  const gaps = gapsOf({ missing, percent: 0, isReady: false }).filter(({ isNeeded }) => isNeeded);
  const first = gaps[0];
  return (
    <section className={classes["empty"]} data-testid="not-ready">
      <WaitingScene className={classes["scene"]} />
      <Title order={2}>{t("notReady.title")}</Title>
      <p className={classes["hint"]}>{t("notReady.hint")}</p>
      <ul>
        {gaps.map(({ field, step }) => (
          <li key={field}>
            <Link to="/profile/mentee" search={{ step }}>
              {profiles.t(`field.${field}`)}
            </Link>
          </li>
        ))}
      </ul>
      <Button renderRoot={(props) => <Link to="/profile/mentee" search={first ? { step: first.step } : {}} {...props} />}>{t("notReady.go")}</Button>
      <p className={classes["hint"]}>{t("notReady.search")}</p>
    </section>
  );
}

function Removed({ obstacles }: { obstacles: Obstacles | null }): ReactNode {
  const { t, i18n } = useTranslation("matching");
  const removed = removedIn(obstacles);
  const number = new Intl.NumberFormat(i18n.language);
  if (removed.length === 0) return <p className={classes["hint"]}>{t("none.empty")}</p>;
  return (
    <dl className={classes["gates"]} aria-label={t("none.why")}>
      {removed.map(({ gate, mentors }) => (
        <div key={gate}>
          <dt>{t(`none.gate.${gate as "full"}`)}</dt>
          <dd>{number.format(mentors)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Nobody({ obstacles }: { obstacles: Obstacles | null }): ReactNode {
  const { t } = useTranslation("matching");
  const say = useChange();
  const change = obstacles?.change ?? null;
  const words = change && say(change);
  const step = change && stepOf(change);
  return (
    <section className={classes["empty"]} data-testid="nobody">
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t("none.title")}</Title>
      {words !== null && <p className={classes["change"]}>{words}</p>}
      {step && <Button renderRoot={(props) => <Link to="/profile/mentee" search={{ step }} {...props} />}>{t("none.change")}</Button>}
      <Removed obstacles={obstacles} />
    </section>
  );
}

interface GoneProps {
  name: string;
  onUndo: () => void;
}

/** In the place of a card that was set aside. */
function Gone({ name, onUndo }: GoneProps): ReactNode {
  const { t } = useTranslation("matching");
  return (
    <li className={classes["gone"]} role="status">
      <span>{t("dismissed", { name: isolated(shownName(name, t("fallback"))) })}</span>
      {/* The button that was pressed is gone: the keyboard goes on here. */}
      <Button size="xs" variant="light" autoFocus onClick={onUndo} data-testid="undo">
        {t("undo")}
      </Button>
    </li>
  );
}

function List({ mentors }: Pick<Suggestions, "mentors">): ReactNode {
  const { t } = useTranslation("matching");
  const say = useSay();
  const dismissal = useDismissal();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [back, setBack] = useState<string | null>(null);
  const others = mentors.map(({ mentor }) => mentor).filter(({ id }) => !gone.has(id));
  const set = (mentorId: string, isDismissed: boolean): void =>
    dismissal.mutate(
      { mentorId, isDismissed },
      {
        onSuccess: () => {
          setGone((before) => new Set(isDismissed ? [...before, mentorId] : [...before].filter((one) => one !== mentorId)));
          setBack(isDismissed ? null : mentorId);
        },
      },
    );
  return (
    <section className={classes["page"]} style={{ padding: 0 }} aria-labelledby="suggested">
      <div className={classes["head"]}>
        <Title order={2} id="suggested">
          {t("list")}
        </Title>
        <p className={classes["hint"]}>{t("listHint")}</p>
      </div>
      {dismissal.error && <Notice>{say(dismissal.error)}</Notice>}
      <ol className={classes["cards"]} data-testid="suggestions">
        {mentors.map((found) => {
          const { id, name } = found.mentor;
          if (gone.has(id)) return <Gone key={id} name={name} onUndo={() => set(id, false)} />;
          return <MentorItem key={id} found={found} others={others} isFocused={back === id} onDismiss={() => set(id, true)} />;
        })}
      </ol>
    </section>
  );
}

export function Suggested({ programmeId }: { programmeId: string }): ReactNode {
  const say = useSay();
  const { data, error, isPending } = useSuggestions(programmeId);
  if (isPending) return <Skeletons />;
  if (!data) return <Notice>{say(error)}</Notice>;
  if (data.missing.some(({ isNeeded }) => isNeeded)) return <NotReady missing={data.missing} />;
  if (data.mentors.length === 0) return <Nobody obstacles={data.obstacles} />;
  return <List mentors={data.mentors} />;
}
