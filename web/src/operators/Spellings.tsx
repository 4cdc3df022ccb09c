/** Spellings of skills that this server adds to the list: looked through, added, forgotten. */
import { ActionIcon, Button, Select, TextInput, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, api, unwrap } from "../core/api";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { useDeed } from "../core/useDeed";
import { useSuggestedSkills } from "../profiles/use";
import classes from "./OperatorPage.module.css";

type Spelling = Schemas["AliasOut"];

const ALL = ["spellings"] as const;
const RENEWED = { keys: [ALL] };
const LONGEST = 80;
/** From so many on, they are searched. */
const FEW = 8;

function Add(): ReactNode {
  const { t } = useTranslation("operators");
  const say = useSay();
  const [text, setText] = useState("");
  const [typed, setTyped] = useState("");
  const [concept, setConcept] = useState<string | null>(null);
  const suggested = useSuggestedSkills(typed);
  const add = useDeed((body: Schemas["AliasIn"]) => unwrap(api.POST("/api/skills/aliases", { body })), RENEWED);
  const fields = isRefused(add.error) ? add.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (concept === null) return;
    const done = (): void => {
      setText("");
      setTyped("");
      setConcept(null);
    };
    add.mutate({ text, concept }, { onSuccess: done });
  };
  return (
    <form className={classes["spell"]} onSubmit={submit} data-testid="spelling-form">
      <TextInput label={t("spellings.text")} dir="auto" maxLength={LONGEST} value={text} onChange={(event) => setText(event.currentTarget.value)} error={fields["text"]} data-testid="spelling-text" />
      <Select
        label={t("spellings.concept")}
        placeholder={t("spellings.conceptHint")}
        searchable
        data={suggested.map(({ concept: value, label }) => ({ value, label }))}
        filter={({ options }) => options}
        searchValue={typed}
        onSearchChange={setTyped}
        value={concept}
        onChange={setConcept}
        nothingFoundMessage={typed === "" ? undefined : t("spellings.unknown")}
        error={fields["concept"]}
        data-testid="spelling-concept"
      />
      <Button type="submit" loading={add.isPending} disabled={text.trim() === "" || concept === null} data-testid="spelling-add">
        {t("spellings.add")}
      </Button>
      {add.error && <Notice>{say(add.error)}</Notice>}
    </form>
  );
}

function Row({ spelling }: { spelling: Spelling }): ReactNode {
  const { t } = useTranslation("operators");
  const say = useSay();
  const forget = useDeed(() => unwrap(api.DELETE("/api/skills/aliases/{id}", { params: { path: { id: spelling.id } } })), RENEWED);
  const word = t("spellings.forget", { text: spelling.text });
  return (
    <li data-testid="spelling">
      <bdi>{spelling.text}</bdi>
      <span className={classes["hint"]}>
        {t("spellings.means")} <bdi>{spelling.label}</bdi>
      </span>
      <Tooltip label={word}>
        <ActionIcon variant="subtle" color="gray" aria-label={word} loading={forget.isPending} onClick={() => forget.mutate(undefined)}>
          <X size={18} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
      {forget.error && <Notice>{say(forget.error)}</Notice>}
    </li>
  );
}

export function SpellingsPart(): ReactNode {
  const { t } = useTranslation("operators");
  const [sought, setSought] = useState("");
  const found = useQuery({ queryKey: ALL, queryFn: () => unwrap(api.GET("/api/skills/aliases")) });
  const all = found.data?.aliases ?? [];
  const wanted = sought.trim().toLocaleLowerCase();
  const shown = all.filter(({ text, label }) => `${text} ${label}`.toLocaleLowerCase().includes(wanted));
  return (
    <section aria-labelledby="operator-spellings">
      <h2 id="operator-spellings">{t("spellings.title")}</h2>
      <p className={classes["hint"]}>{t("spellings.lead")}</p>
      <Add />
      {found.isLoadingError && <Failed of={found} />}
      {found.data && all.length === 0 && <p className={classes["hint"]}>{t("spellings.none")}</p>}
      {all.length > FEW && <TextInput type="search" aria-label={t("spellings.search")} placeholder={t("spellings.search")} value={sought} onChange={(event) => setSought(event.currentTarget.value)} maw="20rem" mb="xs" />}
      <ul className={classes["spellings"]}>
        {shown.map((one) => (
          <Row key={one.id} spelling={one} />
        ))}
      </ul>
    </section>
  );
}
