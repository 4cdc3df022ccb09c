/** What a change would bring about, before it is taken. */
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { isolated, shownName } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import type { Edits, Preview, Run } from "./api";
import classes from "./Runs.module.css";
import { usePreview } from "./use";

const MOST_SHOWN = 20;

interface PreviewProps {
  programmeId: string;
  run: Run;
  edits: Edits;
  isPending: boolean;
  error: unknown;
  onTake: () => void;
  onClose: () => void;
}

function Changes({ preview: { moves, before, after, names } }: { preview: Preview }): ReactNode {
  const { t, i18n } = useTranslation("runs");
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const name = (id: string | null): string => (id === null ? t("preview.nobody") : isolated(shownName(names[id], t("somebody"))));
  const change = before.total === 0 ? 0 : (after.total - before.total) / before.total;
  return (
    <div className={classes["section"]} data-testid="run-preview">
      <p>
        <strong>{moves.length === 0 ? t("preview.nothing") : t("preview.moves", { count: moves.length })}</strong>
      </p>
      <p>{t("preview.total", { before: number.format(100 * before.total), after: number.format(100 * after.total), change: percent.format(change) })}</p>
      {before.matched !== after.matched && <p>{t("preview.matched", { before: before.matched, after: after.matched })}</p>}
      <ul className={classes["sentences"]}>
        {moves.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.mentee}>{t("preview.from", { mentee: name(one.mentee), before: name(one.before), after: name(one.after) })}</li>
        ))}
        {moves.length > MOST_SHOWN && <li>{t("preview.more", { count: moves.length - MOST_SHOWN })}</li>}
      </ul>
    </div>
  );
}

export function PreviewDialog({ programmeId, run, edits, isPending, error, onTake, onClose }: PreviewProps): ReactNode {
  const { t } = useTranslation("runs");
  const core = useTranslation("core");
  const say = useSay();
  const preview = usePreview(programmeId, run, edits);
  return (
    <Modal opened onClose={onClose} title={t("preview.title")} closeButtonProps={{ "aria-label": core.t("close") }}>
      {preview.isPending && (
        <>
          <p role="status">{t("preview.wait")}</p>
          <Loading />
        </>
      )}
      {preview.error && <Notice>{say(preview.error)}</Notice>}
      {preview.data && <Changes preview={preview.data} />}
      {error !== null && error !== undefined && <Notice>{say(error)}</Notice>}
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={onClose}>
          {core.t("cancel")}
        </Button>
        <Button loading={isPending} disabled={!preview.data} onClick={onTake} data-testid="run-take">
          {t("preview.take")}
        </Button>
      </Group>
    </Modal>
  );
}
