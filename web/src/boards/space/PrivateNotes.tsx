/** What somebody writes for themselves about a session: a document of their own. */
import { Lock } from "lucide-react";
import { type ReactNode, Suspense, lazy, useId } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../core/ui/Loading";
import { StateBar } from "../Bar";
import { useHealth } from "../open";
import type { LiveDoc } from "../provider";
import classes from "./Space.module.css";
import { pageOf } from "./topics";
import { usePrivateNotes } from "./use";

const RichText = lazy(async () => ({ default: (await import("../RichText")).RichText }));

function Opened({ live }: { live: LiveDoc }): ReactNode {
  const { t } = useTranslation("space");
  const health = useHealth(live);
  const label = useId();
  if (health.standing === "opening" && pageOf(health.doc).length === 0) return <Loading />;
  return (
    <section className={classes["private"]} aria-labelledby={label} data-testid="private-notes">
      <StateBar health={health} steps={null} />
      <h2 id={label} className={classes["privateTitle"]}>
        <Lock size={18} aria-hidden="true" /> {t("private.label")}
      </h2>
      <p className={classes["hint"]}>{t("private.lead")}</p>
      <Suspense fallback={<p className={classes["hint"]}>{t("notes.loading")}</p>}>
        <RichText key={health.doc.guid} notes={pageOf(health.doc)} live={live} isReadOnly={health.role !== "write"} labelledBy={label} testId="private-editor" />
      </Suspense>
    </section>
  );
}

export function PrivateNotes({ person, doc }: { person: string; doc: string }): ReactNode {
  const live = usePrivateNotes(person, doc);
  return live === null ? <Loading /> : <Opened live={live} />;
}
