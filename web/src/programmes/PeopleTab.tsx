/** The people of a programme, by name, fifty at a time: found, written to, removed. */
import { ActionIcon, Badge, Button, Card, Menu, Pagination, Select, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { Ellipsis, Mail, Search, UserMinus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { shownName } from "../core/names";
import { HarbourScene } from "../core/ui/scenes";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Portrait } from "../core/ui/Portrait";
import { useNow } from "../core/useNow";
import { timeAgo } from "../core/when";
import type { Desk, Member, PeopleWish } from "./api";
import { Confirm } from "../core/ui/Confirm";
import { ROLES, isReadyInAll, personState } from "./model";
import classes from "./Programmes.module.css";
import { usePeople, useRemovePerson, useSendLetters } from "./use";

const TYPING_MS = 250;
const STANDINGS = ["joined", "invited", "left", "removed"] as const;
const NOBODY: PeopleWish = { words: "", role: "", standing: "", page: 0 };

function useTellSent(): (count: number) => void {
  const { t } = useTranslation("programmes");
  return (count) => void notifications.show({ message: t("people.sent", { count }), color: count > 0 ? "olive" : "sun" });
}

function Deeds({ programmeId, member, name }: { programmeId: string; member: Member; name: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const tell = useTellSent();
  const remove = useRemovePerson(programmeId);
  const send = useSendLetters(programmeId);
  const [isAsking, setAsking] = useState(false);
  const write = (): void => send.mutate([member.id], { onSuccess: tell, onError: (error) => void notifications.show({ message: say(error), color: "clay" }) });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("people.deeds", { name })}>
            <Ellipsis size={20} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Mail size={17} aria-hidden="true" />} onClick={write}>
            {t("people.letter")}
          </Menu.Item>
          <Menu.Item leftSection={<UserMinus size={17} aria-hidden="true" />} onClick={() => setAsking(true)}>
            {t("people.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm isOpen={isAsking} title={t("people.removeAsk", { name })} hint={t("people.removeHint")} word={t("people.removeDo")} isPending={remove.isPending} error={remove.error} onClose={() => setAsking(false)} onDo={() => remove.mutate(member.id, { onSuccess: () => setAsking(false) })} />
    </>
  );
}

function Line({ programmeId, member, isFixed }: { programmeId: string; member: Member; isFixed: boolean }): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const core = useTranslation("core");
  const now = useNow();
  const name = shownName(member.name, core.t("somebody"));
  const isReady = isReadyInAll(member);
  const isHere = member.standing === "joined" || member.standing === "invited";
  return (
    <tr data-testid="member">
      <td>
        <div className={classes["person"]}>
          <Portrait name={name} photoUrl={member.photoUrl} size="2.3rem" />
          <div className={classes["personWords"]}>
            <bdi>{name}</bdi>
            <small dir="ltr">{member.email}</small>
          </div>
        </div>
      </td>
      <td>{new Intl.ListFormat(i18n.language).format(member.roles.map((role) => t(`role.${role}`)))}</td>
      <td>
        {t(`people.states.${personState(member)}`)}
        {member.letterAt !== null && <small className={classes["meta"]}> · {t("people.letterAt", { when: timeAgo(new Date(member.letterAt), now, i18n.language) })}</small>}
      </td>
      <td>
        <Badge variant="light" color={isReady ? "olive" : "sun"} tt="none" styles={{ label: { color: "var(--ink)" } }}>
          {t(isReady ? "people.ready" : "people.notReady")}
        </Badge>
      </td>
      <td className={classes["end"]}>{!isFixed && isHere && <Deeds programmeId={programmeId} member={member} name={name} />}</td>
    </tr>
  );
}

function Found({ programmeId, wish, isFixed, onPage }: { programmeId: string; wish: PeopleWish; isFixed: boolean; onPage: (page: number) => void }): ReactNode {
  const { t } = useTranslation("programmes");
  const people = usePeople(programmeId, wish);
  if (people.isPending) return <Loading />;
  if (!people.data) return <Failed of={people} />;
  const { total, pageSize } = people.data;
  const isNarrowed = wish.words !== "" || wish.role !== "" || wish.standing !== "";
  if (total === 0) {
    return (
      <div className={classes["empty"]}>
        {!isNarrowed && <HarbourScene className={classes["scene"]} />}
        <Title order={3}>{t(isNarrowed ? "people.none" : "people.empty")}</Title>
        {!isNarrowed && <p className={classes["hint"]}>{t("people.emptyHint")}</p>}
      </div>
    );
  }
  return (
    <>
      <p className={classes["hint"]} role="status" data-testid="people-count">
        {t("people.count", { count: total })}
      </p>
      <table className={classes["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("people.person")}</th>
            <th scope="col">{t("people.roles")}</th>
            <th scope="col">{t("people.state")}</th>
            <th scope="col">{t("people.profile")}</th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {people.data.people.map((member) => (
            <Line key={member.id} programmeId={programmeId} member={member} isFixed={isFixed} />
          ))}
        </tbody>
      </table>
      {total > pageSize && <Pagination total={Math.ceil(total / pageSize)} value={wish.page + 1} onChange={(page) => onPage(page - 1)} getControlProps={(control) => ({ "aria-label": control })} aria-label={t("people.pages")} />}
    </>
  );
}

function Letters({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const tell = useTellSent();
  const send = useSendLetters(programmeId);
  return (
    <div className={classes["inline"]}>
      <p className={classes["hint"]}>{send.error ? say(send.error) : t("people.lettersHint")}</p>
      <Button variant="light" leftSection={<Mail size={18} aria-hidden="true" />} loading={send.isPending} onClick={() => send.mutate(null, { onSuccess: tell })} data-testid="letters-send">
        {t("people.letters")}
      </Button>
    </div>
  );
}

export function PeopleTab({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const { id, isOpen, state } = desk.programme;
  const [wish, setWish] = useState(NOBODY);
  const [words] = useDebouncedValue(wish.words, TYPING_MS);
  const narrow = (part: Partial<PeopleWish>): void => setWish({ ...wish, page: 0, ...part });
  const roles = ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));
  const standings = STANDINGS.map((standing) => ({ value: standing, label: t(`people.stateFilter.${standing}`) }));
  return (
    <Card className={classes["card"]}>
      <div className={classes["grid"]}>
        <TextInput label={t(isOpen ? "people.searchName" : "people.search")} leftSection={<Search size={17} aria-hidden="true" />} dir="auto" maxLength={200} value={wish.words} onChange={(event) => narrow({ words: event.currentTarget.value })} data-testid="people-search" />
        <Select label={t("people.role")} placeholder={t("people.any")} data={roles} value={wish.role || null} onChange={(role) => narrow({ role: role ?? "" })} clearable />
        {!isOpen && <Select label={t("people.standing")} placeholder={t("people.anyStanding")} data={standings} value={wish.standing || null} onChange={(standing) => narrow({ standing: standing ?? "" })} clearable />}
      </div>
      <Found programmeId={id} wish={{ ...wish, words }} isFixed={isOpen} onPage={(page) => setWish({ ...wish, page })} />
      {!isOpen && state !== "draft" && <Letters programmeId={id} />}
    </Card>
  );
}
