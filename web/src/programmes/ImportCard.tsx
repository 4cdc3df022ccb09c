/** A list of people taken in: dropped or chosen, watched, cancelled, and read about line by line. */
import { Anchor, Button, Card, Progress, ScrollArea, Switch, Table, Title, UnstyledButton } from "@mantine/core";
import { Download, FileUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { inOwnWords } from "../core/sayings";
import { Notice } from "../core/ui/Notice";
import { dayAndTime } from "../core/when";
import { type Desk, type Import, type Report, TEMPLATE_URL, reportUrl } from "./api";
import { type FileWord, fileWord, isGoingOn, percentOf } from "./model";
import classes from "./Programmes.module.css";
import { useCancelImport, useColumns, useImports, useReport, useUpload } from "./use";

function DropZone({ isPending, onFile }: { isPending: boolean; onFile: (file: File) => void }): ReactNode {
  const { t } = useTranslation("programmes");
  const [isOver, setOver] = useState(false);
  const leave = (): void => setOver(false);
  return (
    <label className={classes["drop"]} data-over={isOver}>
      <FileUp size={30} aria-hidden="true" />
      <span>{t("import.drop")}</span>
      <span className={classes["choose"]}>{t("import.choose")}</span>
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        className={classes["file"]}
        disabled={isPending}
        // The input lies over the whole field, and takes dropped files by itself.
        onDragEnter={() => setOver(true)}
        onDragLeave={leave}
        onDrop={leave}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
          event.currentTarget.value = "";
        }}
        data-testid="import-file"
      />
    </label>
  );
}

function Columns(): ReactNode {
  const { t } = useTranslation("programmes");
  const columns = useColumns();
  const [isShown, setShown] = useState(false);
  return (
    <>
      <div className={classes["deeds"]}>
        <Anchor href={TEMPLATE_URL} download>
          {t("import.template")}
        </Anchor>
        <UnstyledButton className={classes["choose"]} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {t("import.columns")}
        </UnstyledButton>
      </div>
      {isShown && (
        <dl className={classes["columns"]}>
          {columns.data?.map(({ name, about, isNeeded }) => (
            <div key={name}>
              <dt>
                {name}
                {isNeeded && ` (${t("import.needed")})`}
              </dt>
              <dd>{about}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Tallies({ one }: { one: Import }): ReactNode {
  const { t } = useTranslation("programmes");
  const kinds = (["created", "invited", "unchanged", "refused"] as const).filter((kind) => one[kind] > 0);
  return (
    <ul className={classes["tallies"]} data-testid="import-tallies">
      {kinds.map((kind) => (
        <li key={kind}>{t(`import.${kind}`, { count: one[kind] })}</li>
      ))}
    </ul>
  );
}

function Remarks({ programmeId, report }: { programmeId: string; report: Report }): ReactNode {
  const { t } = useTranslation("programmes");
  const { progress, remarks } = report;
  if (remarks.length === 0) return null;
  return (
    <section className={classes["section"]}>
      <Title order={3}>{t("import.remarks")}</Title>
      <ScrollArea.Autosize mah="28rem" viewportProps={{ tabIndex: 0, role: "region", "aria-label": t("import.remarks") }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("import.line")}</Table.Th>
              <Table.Th scope="col">{t("import.column")}</Table.Th>
              <Table.Th scope="col">{t("import.what")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {remarks.map(({ line, column, sentence, isError }) => (
              <Table.Tr key={`${line} ${column} ${sentence}`} data-testid="import-remark">
                <Table.Td>{line}</Table.Td>
                <Table.Td>{column || t("import.whole")}</Table.Td>
                <Table.Td>
                  <strong>{t(isError ? "import.error" : "import.note")}:</strong> {inOwnWords(sentence)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {remarks.length >= 200 && <p className={classes["hint"]}>{t("import.more", { count: remarks.length })}</p>}
      {progress.refused > 0 && <p className={classes["hint"]}>{t("import.again")}</p>}
      <div>
        <Button component="a" href={reportUrl(programmeId, progress.id)} download variant="light" size="sm" leftSection={<Download size={17} aria-hidden="true" />} data-testid="import-report">
          {t("import.report")}
        </Button>
      </div>
    </section>
  );
}

function Current({ programmeId, one }: { programmeId: string; one: Import }): ReactNode {
  const { t } = useTranslation("programmes");
  const report = useReport(programmeId, one);
  const cancel = useCancelImport(programmeId);
  const isOn = isGoingOn(one);
  return (
    <section className={classes["section"]} data-testid="import-current" data-state={one.state} aria-live="polite">
      <p className={classes["name"]}>
        <bdi>{one.fileName}</bdi>: {t(`import.state.${one.state}`)}
      </p>
      {isOn && (
        <>
          <Progress value={percentOf(one)} size="lg" radius="xl" aria-label={t("import.progress", { read: one.read, total: one.total ?? 0 })} />
          <div className={classes["inline"]}>
            <p className={classes["meta"]}>{t("import.progress", { read: one.read, total: one.total ?? 0 })}</p>
            <Button variant="subtle" color="clay" size="sm" loading={cancel.isPending} onClick={() => cancel.mutate(one.id)} data-testid="import-cancel">
              {t("import.cancel")}
            </Button>
          </div>
        </>
      )}
      <Tallies one={one} />
      {one.unknownColumns.length > 0 && <p className={classes["hint"]}>{t("import.unknown", { columns: one.unknownColumns.join(", ") })}</p>}
      {report.data && <Remarks programmeId={programmeId} report={report.data} />}
    </section>
  );
}

function Earlier({ imports, onShow }: { imports: readonly Import[]; onShow: (id: string) => void }): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  if (imports.length === 0) return null;
  return (
    <section className={classes["section"]}>
      <Title order={3}>{t("import.earlier")}</Title>
      <ul className={classes["rows"]}>
        {imports.map((one) => (
          <li key={one.id} className={classes["row"]}>
            <div className={classes["words"]}>
              <p className={classes["name"]}>
                <bdi>{one.fileName}</bdi>
              </p>
              <p className={classes["meta"]}>
                {dayAndTime(new Date(one.createdAt), i18n.language)} · {t(`import.state.${one.state}`)}
              </p>
            </div>
            <Button size="sm" variant="subtle" onClick={() => onShow(one.id)}>
              {t("import.show")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ImportCard({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const { id, state } = desk.programme;
  const upload = useUpload(id);
  const imports = useImports(id).data ?? [];
  const [sendsLetters, setSends] = useState(false);
  const [wrong, setWrong] = useState<FileWord | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const current = imports.find((one) => one.id === shown) ?? imports[0];
  const isDraft = state === "draft";
  const send = (file: File): void => {
    const word = fileWord(file);
    setWrong(word);
    if (word === null) upload.mutate({ file, sendsLetters: sendsLetters && !isDraft }, { onSuccess: (one) => setShown(one.id) });
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("import.title")}</Title>
      <p className={classes["hint"]}>{t("import.hint")}</p>
      <Columns />
      <Switch label={t("import.letters")} description={t(isDraft ? "import.lettersDraft" : "import.lettersHint")} checked={sendsLetters && !isDraft} disabled={isDraft} onChange={(event) => setSends(event.currentTarget.checked)} />
      <DropZone isPending={upload.isPending} onFile={send} />
      {wrong !== null && <Notice>{t(`import.words.${wrong}`)}</Notice>}
      {upload.error && wrong === null && <Notice>{say(upload.error)}</Notice>}
      {current && <Current programmeId={id} one={current} key={current.id} />}
      <Earlier imports={imports.filter((one) => one !== current)} onShow={setShown} />
    </Card>
  );
}
