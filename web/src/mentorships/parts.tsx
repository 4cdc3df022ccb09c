/** What several pages of mentorships show alike: a person, somebody's own words, a deed that is asked about first. */
import { Button, Group, Modal, type ModalProps } from "@mantine/core";
import { type FormEvent, type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { Notice } from "../core/ui/Notice";
import { Portrait } from "../core/ui/Portrait";
import { useProgrammes } from "../programmes/use";
import type { Fellow } from "./api";
import classes from "./Mentorships.module.css";

/** The list of mentors is a page of the domain above. */
export const MENTORS_PATH: string = "/mentors";

export function useName(): (fellow: Pick<Fellow, "name"> | null) => string {
  const { t } = useTranslation("core");
  return useCallback((fellow) => isolated(shownName(fellow?.name, t("somebody"))), [t]);
}

/** "2 sessions a month, for 12 weeks". */
export function usePlanWords(): (plan: { sessionsAMonth: number; weeks: number }) => string {
  const { t } = useTranslation("mentorships");
  return ({ sessionsAMonth, weeks }) => t("plan", { sessions: t("sessions", { count: sessionsAMonth }), weeks: t("weeks", { count: weeks }) });
}

/** Which programme something belongs to, said to whoever takes part in several. */
export function InProgramme({ id }: { id: string }): ReactNode {
  const { t } = useTranslation("mentorships");
  const all = useProgrammes().data?.mine ?? [];
  const name = all.find(({ programme }) => programme.id === id)?.programme.name;
  if (all.length < 2 || name === undefined) return null;
  return (
    <p className={classes["meta"]} data-testid="in-programme">
      {t("inProgramme", { name: isolated(name) })}
    </p>
  );
}

interface WhoProps {
  fellow: Fellow | null;
  /** The heading that the name is; plain text without one. */
  order?: 1 | 2 | 3;
  words?: ReactNode;
  children?: ReactNode;
  size?: string;
}

export function Who({ fellow, order, words, children, size = "3rem" }: WhoProps): ReactNode {
  const { t } = useTranslation("core");
  const name = shownName(fellow?.name, t("somebody"));
  const Name = order ? (`h${order}` as const) : "strong";
  return (
    <div className={classes["who"]}>
      <Portrait name={name} photoUrl={fellow?.photoUrl} size={size} />
      <div className={classes["whoWords"]}>
        <Name className={classes["name"]}>
          {words ?? <bdi>{name}</bdi>}
        </Name>
        {children}
      </div>
    </div>
  );
}

export function Said({ title, text, isQuote = false }: { title: string; text: string; isQuote?: boolean }): ReactNode {
  if (text.trim() === "") return null;
  return (
    <div className={classes["said"]}>
      <strong className={classes["saidTitle"]}>{title}</strong>
      <p className={isQuote ? classes["quote"] : classes["words"]} dir="auto">
        {text}
      </p>
    </div>
  );
}

interface DeedProps {
  isOpen: boolean;
  title: string;
  hint?: string;
  word: string;
  isGrave?: boolean;
  isPending: boolean;
  isReady?: boolean;
  error: unknown;
  size?: ModalProps["size"];
  onDo: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Nothing of this can be taken back, so it is asked about; Enter in a field does it, too. */
export function Deed({ isOpen, title, hint, word, isGrave = false, isPending, isReady = true, error, size = "md", onDo, onClose, children }: DeedProps): ReactNode {
  const core = useTranslation("core");
  const say = useSay();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isPending) onDo();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": core.t("close") }}>
      <form className={classes["form"]} onSubmit={submit} noValidate>
        {hint !== undefined && <p className={classes["hint"]}>{hint}</p>}
        {children}
        {error !== null && error !== undefined && <Notice>{say(error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="subtle" onClick={onClose}>
            {core.t("cancel")}
          </Button>
          <Button type="submit" {...(isGrave ? { color: "clay" } : {})} loading={isPending} disabled={!isReady} data-testid="deed-do">
            {word}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
