/** Every programme that has to do with somebody: taken part in, asked to, looked after. */
import { Button, Card, TextInput, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import type { Programme, ProgrammeList } from "./api";
import { NAME_MAX_LENGTH } from "./model";
import { DatesLine, StateBadge } from "./parts";
import classes from "./Programmes.module.css";
import { useOpenProgramme, useProgrammes } from "./use";

function Row({ programme, said, children }: { programme: Programme; said: string; children: ReactNode }): ReactNode {
  return (
    <li className={classes["row"]} data-testid="programme-row">
      <div className={classes["words"]}>
        <div className={classes["title"]}>
          <h3 className={classes["name"]}>
            <bdi>{programme.name}</bdi>
          </h3>
          <StateBadge programme={programme} />
        </div>
        {said !== "" && <p className={classes["meta"]}>{said}</p>}
        <DatesLine programme={programme} />
      </div>
      <div className={classes["deeds"]}>{children}</div>
    </li>
  );
}

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }): ReactNode {
  return (
    <section className={classes["section"]}>
      <Title order={2}>{title}</Title>
      {hint !== undefined && <p className={classes["hint"]}>{hint}</p>}
      <ul className={classes["rows"]}>{children}</ul>
    </section>
  );
}

function Mine({ mine }: Pick<ProgrammeList, "mine">): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  if (mine.length === 0) {
    return (
      <div className={classes["empty"]}>
        <HarbourScene className={classes["scene"]} />
        <Title order={2}>{t("none")}</Title>
        <p className={classes["hint"]}>{t("noneHint")}</p>
      </div>
    );
  }
  const list = new Intl.ListFormat(i18n.language);
  return (
    <Section title={t("mine")}>
      {mine.map(({ programme, place }) => {
        const isAsked = place.standing === "invited";
        const said = isAsked ? t("page.invited") : list.format(place.roles.map((role) => t(`asRole.${role}`)));
        return (
          <Row key={programme.id} programme={programme} said={said}>
            <Button size="sm" variant={isAsked ? "filled" : "light"} renderRoot={(props) => <Link to="/programmes/$programmeId" params={{ programmeId: programme.id }} {...props} />}>
              {t(isAsked ? "answerInvitation" : "view")}
            </Button>
          </Row>
        );
      })}
    </Section>
  );
}

function Managed({ title, hint, programmes, word }: { title: string; hint?: string; programmes: readonly Programme[]; word: string }): ReactNode {
  if (programmes.length === 0) return null;
  return (
    <Section title={title} {...(hint === undefined ? {} : { hint })}>
      {programmes.map((one) => (
        <Row key={one.id} programme={one} said="">
          <Button size="sm" variant="light" renderRoot={(props) => <Link to="/programmes/$programmeId/manage" params={{ programmeId: one.id }} search={{}} {...props} />} data-testid="programme-manage">
            {word}
          </Button>
        </Row>
      ))}
    </Section>
  );
}

function OpenCard(): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const navigate = useNavigate();
  const open = useOpenProgramme();
  const [name, setName] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    open.mutate({ name }, { onSuccess: ({ id }) => void navigate({ to: "/programmes/$programmeId/manage", params: { programmeId: id }, search: {} }) });
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("new.title")}</Title>
      <form className={classes["inline"]} onSubmit={submit} noValidate>
        <TextInput label={t("new.name")} description={t("new.hint")} placeholder={t("new.example")} dir="auto" maxLength={NAME_MAX_LENGTH} value={name} onChange={(event) => setName(event.currentTarget.value)} error={open.error ? say(open.error) : null} data-testid="programme-name" />
        <Button type="submit" loading={open.isPending} data-testid="programme-open">
          {t("new.do")}
        </Button>
      </form>
    </Card>
  );
}

function Lists(): ReactNode {
  const { t } = useTranslation("programmes");
  const programmes = useProgrammes();
  if (programmes.isPending) return <Loading />;
  if (!programmes.data) return <Failed of={programmes} />;
  const { mine, lookedAfter, others, mayOpen } = programmes.data;
  return (
    <>
      <Mine mine={mine} />
      <Managed title={t("lookedAfter")} programmes={lookedAfter} word={t("manage")} />
      <Managed title={t("others")} hint={t("othersHint")} programmes={others} word={t("appoint")} />
      {mayOpen && <OpenCard />}
    </>
  );
}

export function ProgrammesPage(): ReactNode {
  const { t } = useTranslation("programmes");
  useTitle(t("title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("title")}</Title>
        <p className={classes["lead"]}>{t("lead")}</p>
      </header>
      <Lists />
    </main>
  );
}
