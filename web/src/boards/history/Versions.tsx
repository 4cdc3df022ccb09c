/** The versions of a document: named, looked at, brought back, and that undone. */
import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { ArrowLeft, Bookmark, CalendarCheck, CalendarClock, History, RotateCcw } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { useSay } from "../../core/explain";
import { isolated, shownName } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { HarbourScene } from "../../core/ui/scenes";
import { Confirm } from "../../core/ui/Confirm";
import type { Version } from "./api";
import classes from "./History.module.css";
import { momentWords, versionWord } from "./model";
import { SinceThen, Still } from "./Still";
import type { Subject } from "./subject";
import { useNameVersion, useRestore, useVersionDoc, useVersions } from "./use";

const LONGEST_LABEL = 120;
const SIGNS = { named: Bookmark, session_start: CalendarClock, session_end: CalendarCheck, restore: RotateCcw } as const;

/** What a version is called, for a sentence. */
function useVersionWords(): (version: Version) => string {
  const { t } = useTranslation("history");
  return (version) => t(`version.${versionWord(version)}`, { label: isolated(version.label) });
}

function Naming({ doc }: { doc: string }): ReactNode {
  const { t } = useTranslation("history");
  const say = useSay();
  const keep = useNameVersion(doc);
  const [label, setLabel] = useState("");
  const done = (event: FormEvent): void => {
    event.preventDefault();
    keep.mutate(label, { onSuccess: () => setLabel("") });
  };
  return (
    <form className={classes["naming"]} onSubmit={done}>
      <TextInput label={t("name.label")} placeholder={t("name.hint")} value={label} maxLength={LONGEST_LABEL} dir="auto" onChange={(event) => setLabel(event.currentTarget.value)} error={keep.error && say(keep.error)} data-testid="version-label" />
      <Button type="submit" variant="light" loading={keep.isPending} disabled={label.trim() === ""} leftSection={<Bookmark size={17} aria-hidden="true" />} data-testid="version-keep">
        {t("name.do")}
      </Button>
      <p role="status" className={classes["kept"]}>
        {keep.data && label === "" && t("name.done", { label: isolated(keep.data.label) })}
      </p>
    </form>
  );
}

interface RowProps {
  version: Version;
  name: string | undefined;
  zone: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Row({ version, name, zone, isChosen, onChoose }: RowProps): ReactNode {
  const { t, i18n } = useTranslation("history");
  const wordsOf = useVersionWords();
  const Sign = SIGNS[version.occasion];
  return (
    <UnstyledButton className={classes["version"]} aria-pressed={isChosen} onClick={onChoose} data-testid="version">
      <Sign size={19} aria-hidden="true" />
      <span>
        <strong>{wordsOf(version)}</strong>
        <small>
          <time dateTime={version.at}>{momentWords(new Date(version.at), zone, i18n.language)}</time>
          {version.personId !== null && <> · {t("list.by", { name: isolated(shownName(name, t("somebody", { ns: "core" }))) })}</>}
        </small>
      </span>
    </UnstyledButton>
  );
}

interface RestoringProps {
  subject: Subject;
  version: Version;
}

/** With a question before and the way back after. */
function Restoring({ subject, version }: RestoringProps): ReactNode {
  const { t } = useTranslation("history");
  const say = useSay();
  const wordsOf = useVersionWords();
  const restore = useRestore(subject.name);
  const undo = useRestore(subject.name);
  const [isAsking, setAsking] = useState(false);
  const words = wordsOf(version);
  const begin = (): void => {
    undo.reset();
    restore.mutate(version.id, { onSuccess: () => setAsking(false) });
  };
  return (
    <>
      {!subject.isReadOnly && (
        <Button leftSection={<RotateCcw size={18} aria-hidden="true" />} onClick={() => setAsking(true)} data-testid="version-restore">
          {t("restore.do")}
        </Button>
      )}
      <Confirm isOpen={isAsking} title={t("restore.ask", { version: words })} hint={t("restore.hint")} word={t("restore.yes")} isGrave={false} isPending={restore.isPending} error={restore.error} onDo={begin} onClose={() => setAsking(false)} />
      {restore.data && (
        <Notice tone="good">
          <span className={classes["done"]} data-testid="version-back">
            {undo.data ? t("restore.undone") : t("restore.done", { version: words })}
            {!undo.data && (
              <Button size="compact-md" variant="default" loading={undo.isPending} onClick={() => undo.mutate(restore.data.beforeId)} data-testid="version-undo">
                {t("restore.undo")}
              </Button>
            )}
          </span>
        </Notice>
      )}
      {undo.error && <Notice>{say(undo.error)}</Notice>}
    </>
  );
}

function Looked({ subject, version, then, zone }: RestoringProps & { then: Y.Doc; zone: string }): ReactNode {
  const { i18n } = useTranslation("history");
  const wordsOf = useVersionWords();
  return (
    <>
      <header className={classes["looked"]}>
        <div>
          <h2>{wordsOf(version)}</h2>
          <p className={classes["meta"]}>{momentWords(new Date(version.at), zone, i18n.language)}</p>
        </div>
        <Restoring subject={subject} version={version} />
      </header>
      <SinceThen subject={subject} then={then} />
      <Still subject={subject} doc={then} turn={0} whole={then} />
    </>
  );
}

function Chosen({ subject, version, zone, onClose }: RestoringProps & { zone: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation("history");
  const say = useSay();
  const then = useVersionDoc(subject.name, version.id);
  return (
    <section className={classes["chosen"]} data-testid="version-shown">
      <Button variant="subtle" className={classes["toList"] ?? ""} leftSection={<ArrowLeft size={17} aria-hidden="true" className={classes["flip"]} />} onClick={onClose} data-testid="version-close">
        {t("list.all")}
      </Button>
      {then.isPending && <Loading />}
      {then.error && <Notice>{say(then.error)}</Notice>}
      {then.data && <Looked subject={subject} version={version} then={then.data} zone={zone} />}
    </section>
  );
}

function Nothing(): ReactNode {
  const { t } = useTranslation("history");
  return (
    <div className={classes["empty"]} data-testid="versions-empty">
      <HarbourScene className={classes["scene"]} />
      <h2>{t("list.empty")}</h2>
      <p>{t("list.emptyHint")}</p>
    </div>
  );
}

interface VersionsProps {
  subject: Subject;
  zone: string;
  chosen: string | undefined;
  onChoose: (version: string | undefined) => void;
}

export function Versions({ subject, zone, chosen, onChoose }: VersionsProps): ReactNode {
  const { t } = useTranslation("history");
  const versions = useVersions(subject.name);
  if (versions.isPending) return <Loading />;
  if (!versions.data) return <Failed of={versions} />;
  const { pages } = versions.data;
  const listed = pages.flatMap(({ snapshots }) => snapshots);
  const names = Object.assign({}, ...pages.map((page) => page.names)) as Record<string, string>;
  const version = listed.find(({ id }) => id === chosen);
  return (
    <>
      {!subject.isReadOnly && <Naming doc={subject.name} />}
      {listed.length === 0 && <Nothing />}
      <div className={classes["halves"]} data-chosen={version !== undefined}>
        <div className={classes["column"]}>
          <ul className={classes["versions"]} aria-label={t("list.label")}>
            {listed.map((one) => (
              <li key={one.id}>
                <Row version={one} name={names[one.personId ?? ""]} zone={zone} isChosen={one.id === chosen} onChoose={() => onChoose(one.id)} />
              </li>
            ))}
          </ul>
          {versions.hasNextPage && (
            <Button variant="default" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()} data-testid="versions-more">
              {t("list.more")}
            </Button>
          )}
        </div>
        {version !== undefined && <Chosen subject={subject} version={version} zone={zone} onClose={() => onChoose(undefined)} key={version.id} />}
        {version === undefined && listed.length > 0 && (
          <p className={classes["choose"]}>
            <History size={22} aria-hidden="true" /> {t(chosen === undefined ? "list.choose" : "version.gone")}
          </p>
        )}
      </div>
    </>
  );
}
