/** Why two people are a pair, and what a coordinator may lay down about them. */
import { Button, Modal, NumberInput, Select, Title } from "@mantine/core";
import { Ban, Lock, LockOpen, ThumbsDown, ThumbsUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "../../core/languages";
import { useSay } from "../../core/explain";
import { isolated, shownName } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import type { Draft, Edits, PairSeen, Reason, Run } from "./api";
import { STEP, boostOf, isLocked, points, withBoost, withForbid, withLock, withPlaces, withoutLock } from "./model";
import classes from "./Runs.module.css";
import { usePair } from "./use";

interface DialogProps {
  programmeId: string;
  run: Run;
  draft: Draft;
  mentee: string;
  isFixed: boolean;
  onChange: (edits: Edits) => void;
  onClose: () => void;
}

function useReason(): (reason: Reason) => string {
  const { t, i18n } = useTranslation("runs");
  const list = new Intl.ListFormat(i18n.language);
  return ({ code, covered, of, hours, steps, goals, names }) =>
    t(`reason.${code as "newcomer"}`, {
      count: Math.abs(hours ?? steps ?? 0),
      covered: covered ?? 0,
      of: of ?? 0,
      goals: list.format(goals.map((one) => `“${one}”`)),
      names: list.format(names.map((one) => (/^[a-z]{2}$/.test(one) ? languageName(one, i18n.language) : one))),
    });
}

function Reasons({ seen }: { seen: PairSeen }): ReactNode {
  const { t } = useTranslation("runs");
  const sentence = useReason();
  if (seen.reasons.length === 0) return <p className={classes["hint"]}>{t("dialog.noWhy")}</p>;
  return (
    <ul className={classes["sentences"]} data-testid="run-reasons">
      {seen.reasons.map((one) => (
        <li key={one.code}>
          {one.isCaveat && <strong>{t("dialog.caveat")}: </strong>}
          {sentence(one)}
        </li>
      ))}
    </ul>
  );
}

function MoveField({ draft, run, mentee, seen, onChange }: { draft: Draft; run: Run; mentee: string; seen: PairSeen; onChange: (edits: Edits) => void }): ReactNode {
  const { t, i18n } = useTranslation("runs");
  const [mentor, setMentor] = useState<string | null>(null);
  const name = isolated(shownName(draft.names[mentee], t("somebody")));
  const current = seen.pair?.mentor;
  const best = seen.options.filter((one) => one.mentor !== current);
  const listed = new Set(best.map((one) => one.mentor));
  const compare = new Intl.Collator(i18n.language).compare;
  const others = draft.mentors
    .filter((one) => one.mentor !== current && one.mentor !== mentee && !listed.has(one.mentor))
    .map((one) => ({ value: one.mentor, label: shownName(draft.names[one.mentor], t("somebody")) }))
    .toSorted((a, b) => compare(a.label, b.label));
  const data = [...best.map((one) => ({ value: one.mentor, label: `${one.name} (${points(one.score)})` })), ...others];
  return (
    <div className={classes["inline"]}>
      <Select label={t("dialog.move", { mentee: name })} description={t("dialog.moveHint", { mentee: name })} searchable limit={50} data={data} value={mentor} onChange={setMentor} data-testid="run-move" />
      <Button variant="light" disabled={mentor === null} onClick={() => mentor !== null && onChange(withLock(run.edits, { mentee, mentor }))} data-testid="run-move-do">
        {t("dialog.moveDo")}
      </Button>
    </div>
  );
}

function PlacesField({ draft, run, mentor, onChange }: { draft: Draft; run: Run; mentor: string; onChange: (edits: Edits) => void }): ReactNode {
  const { t } = useTranslation("runs");
  const known = draft.mentors.find((one) => one.mentor === mentor)?.places ?? 0;
  const [places, setPlaces] = useState<number | string>(known);
  return (
    <div className={classes["inline"]}>
      <NumberInput label={t("dialog.places", { mentor: isolated(shownName(draft.names[mentor], t("somebody"))) })} min={0} max={50} allowDecimal={false} value={places} onChange={setPlaces} />
      <Button variant="light" disabled={typeof places !== "number" || places === known} onClick={() => typeof places === "number" && onChange(withPlaces(run.edits, mentor, places))}>
        {t("dialog.placesDo")}
      </Button>
    </div>
  );
}

function Deeds({ run, two, onChange }: { run: Run; two: { mentee: string; mentor: string }; onChange: (edits: Edits) => void }): ReactNode {
  const { t } = useTranslation("runs");
  const { edits } = run;
  const isKept = isLocked(edits, two);
  const boost = boostOf(edits, two);
  const size = { size: 17, "aria-hidden": true } as const;
  return (
    <div className={classes["deeds"]}>
      <Button size="sm" variant="light" leftSection={isKept ? <LockOpen {...size} /> : <Lock {...size} />} onClick={() => onChange(isKept ? withoutLock(edits, two) : withLock(edits, two))} data-testid="run-keep">
        {t(isKept ? "dialog.unkeep" : "dialog.keep")}
      </Button>
      <Button size="sm" variant="light" leftSection={<ThumbsUp {...size} />} disabled={boost >= STEP} onClick={() => onChange(withBoost(edits, two, boost < 0 ? 0 : STEP))}>
        {t("dialog.better")}
      </Button>
      <Button size="sm" variant="light" leftSection={<ThumbsDown {...size} />} disabled={boost <= -STEP} onClick={() => onChange(withBoost(edits, two, boost > 0 ? 0 : -STEP))}>
        {t("dialog.worse")}
      </Button>
      <Button size="sm" variant="light" color="clay" leftSection={<Ban {...size} />} onClick={() => onChange(withForbid(edits, two))} data-testid="run-forbid">
        {t("dialog.forbid")}
      </Button>
    </div>
  );
}

function Body({ seen, mentor, ...props }: DialogProps & { seen: PairSeen; mentor: string | null }): ReactNode {
  const { t } = useTranslation("runs");
  const { draft, run, mentee, isFixed, onChange } = props;
  return (
    <div className={classes["section"]}>
      {mentor !== null && (
        <>
          <Title order={3}>{t("dialog.why")}</Title>
          <Reasons seen={seen} />
        </>
      )}
      {!isFixed && (
        <>
          <Title order={3}>{t("dialog.change")}</Title>
          {mentor !== null && <Deeds run={run} two={{ mentee, mentor }} onChange={onChange} />}
          <MoveField draft={draft} run={run} mentee={mentee} seen={seen} onChange={onChange} />
          {mentor !== null && <PlacesField draft={draft} run={run} mentor={mentor} onChange={onChange} />}
        </>
      )}
    </div>
  );
}

export function PairDialog(props: DialogProps): ReactNode {
  const { t } = useTranslation("runs");
  const core = useTranslation("core");
  const say = useSay();
  const { programmeId, run, draft, mentee, onClose } = props;
  const seen = usePair(programmeId, run, mentee);
  const mentor = draft.pairs.find((one) => one.mentee === mentee)?.mentor ?? null;
  const name = (id: string): string => isolated(shownName(draft.names[id], t("somebody")));
  const title = mentor === null ? t("left.giveFor", { mentee: name(mentee) }) : t("dialog.title", { mentee: name(mentee), mentor: name(mentor) });
  return (
    <Modal opened onClose={onClose} size="lg" title={<bdi>{title}</bdi>} closeButtonProps={{ "aria-label": core.t("close") }}>
      {seen.isPending && <Loading />}
      {seen.error && <Notice>{say(seen.error)}</Notice>}
      {seen.data && <Body {...props} seen={seen.data} mentor={mentor} />}
    </Modal>
  );
}
