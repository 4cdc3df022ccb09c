/** The past of goals or of a whiteboard: its versions and its time line. */
import { Anchor, Title } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { ArrowLeft, Bookmark, Film } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../../core/names";
import { useTitle } from "../../core/ui/useTitle";
import classes from "./History.module.css";
import { Replay } from "./Replay";
import type { Subject } from "./subject";
import { Versions } from "./Versions";

/** What the address says beside the document. */
export interface Looking {
  view?: "replay";
  version?: string;
}

interface HistoryPageProps {
  subject: Subject;
  /** Whose history it is, for the heading. */
  title: string;
  back: { link: Pick<LinkProps, "to" | "params">; words: string };
  zone: string;
  looking: Looking;
  onLook: (looking: Looking) => void;
}

const TABS = [
  { view: undefined, word: "versions", Sign: Bookmark },
  { view: "replay", word: "replay", Sign: Film },
] as const;

export function HistoryPage({ subject, title, back, zone, looking, onLook }: HistoryPageProps): ReactNode {
  const { t } = useTranslation("history");
  const heading = t("title", { title: isolated(title) });
  useTitle(heading);
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link {...back.link} {...props} />} data-testid="history-back">
        <ArrowLeft size={17} aria-hidden="true" className={classes["flip"]} /> {back.words}
      </Anchor>
      <Title order={1} className={classes["heading"] ?? ""}>
        {heading}
      </Title>
      <div className={classes["tabs"]} role="group" aria-label={t("tabs.label")}>
        {TABS.map(({ view, word, Sign }) => (
          <button key={word} type="button" aria-pressed={looking.view === view} onClick={() => onLook(view === undefined ? {} : { view })} data-testid={`history-${word}`}>
            <Sign size={18} aria-hidden="true" /> {t(`tabs.${word}`)}
          </button>
        ))}
      </div>
      {looking.view === "replay" ? <Replay subject={subject} zone={zone} /> : <Versions subject={subject} zone={zone} chosen={looking.version} onChoose={(version) => onLook(version === undefined ? {} : { version })} />}
    </main>
  );
}
