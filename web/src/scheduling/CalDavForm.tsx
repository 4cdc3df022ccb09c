/** A CalDAV account is asked for its calendars, and some of them are chosen; the password is shown to nobody again. */
import { Button, Checkbox, PasswordInput, SegmentedControl, TextInput, VisuallyHidden } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { useDeed } from "../core/useDeed";
import * as http from "./api";
import { type Account, PROVIDERS, type Provider, chosenOf, firstChosen, isComplete, serverOf } from "./caldav";
import classes from "./Scheduling.module.css";

const NOBODY: Account = { address: "", userName: "", password: "" };

interface FieldsProps {
  provider: Provider;
  account: Account;
  onChange: (account: Account) => void;
  wrong: Readonly<Record<string, string>>;
}

function AccountFields({ provider, account, onChange, wrong }: FieldsProps): ReactNode {
  const { t } = useTranslation("elsewhere");
  return (
    <div className={classes["fields"]}>
      {serverOf(provider) === null && <TextInput label={t("caldav.server")} placeholder={t(`caldav.serverOf.${provider}`)} type="text" inputMode="url" dir="ltr" autoComplete="off" autoCapitalize="none" spellCheck={false} value={account.address} onChange={(event) => onChange({ ...account, address: event.currentTarget.value })} error={wrong["address"]} data-testid="caldav-server" />}
      <TextInput label={t("caldav.userName")} dir="ltr" autoComplete="off" autoCapitalize="none" spellCheck={false} value={account.userName} onChange={(event) => onChange({ ...account, userName: event.currentTarget.value })} error={wrong["userName"]} data-testid="caldav-user" />
      <PasswordInput label={t("caldav.password")} dir="ltr" autoComplete="new-password" value={account.password} onChange={(event) => onChange({ ...account, password: event.currentTarget.value })} error={wrong["password"]} aria-invalid={"password" in wrong} data-testid="caldav-password" />
    </div>
  );
}

interface AccountProps {
  account: Account;
  onChange: (account: Account) => void;
  onFound: (found: http.CalDavCalendar[]) => void;
}

function AccountForm({ account, onChange, onFound }: AccountProps): ReactNode {
  const { t } = useTranslation("elsewhere");
  const say = useSay();
  const [provider, setProvider] = useState<Provider>("nextcloud");
  const find = useMutation({ mutationFn: http.listCalDavCalendars, onSuccess: onFound });
  const fields = isRefused(find.error) ? find.error.fields : {};
  // Without a field for the server, what is wrong with it has no place of its own.
  const isInSight = Object.keys(fields).some((name) => name !== "address" || serverOf(provider) === null);
  const choose = (one: Provider): void => {
    setProvider(one);
    find.reset();
    onChange({ ...account, address: serverOf(one) ?? "" });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    find.mutate(account);
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="caldav-form">
      <SegmentedControl
        aria-label={t("caldav.provider")}
        className={classes["choice"] ?? ""}
        withItemsBorders={false}
        value={provider}
        onChange={choose}
        data={PROVIDERS.map((one) => ({ value: one, label: t(`caldav.providers.${one}`) }))}
        data-testid="caldav-provider"
      />
      <p className={classes["hint"]} aria-live="polite">
        {t(`caldav.hints.${provider}`)}
      </p>
      <AccountFields provider={provider} account={account} onChange={onChange} wrong={fields} />
      <p className={classes["hint"]}>{t("caldav.kept")}</p>
      <Button type="submit" size="sm" className={classes["start"]} disabled={!isComplete(account)} loading={find.isPending} data-testid="caldav-find">
        {t("caldav.find")}
      </Button>
      {find.error && !isInSight && <Notice>{say(find.error)}</Notice>}
    </form>
  );
}

interface ChoiceProps {
  account: Account;
  found: readonly http.CalDavCalendar[];
  left: number;
  onBack: () => void;
  onDone: () => void;
}

function Choice({ account, found, left, onBack, onDone }: ChoiceProps): ReactNode {
  const { t } = useTranslation("elsewhere");
  const say = useSay();
  const title = useRef<HTMLParagraphElement>(null);
  const [chosen, setChosen] = useState(() => firstChosen(found, left));
  const add = useDeed(http.addCalDavCalendars, { keys: [http.BUSY_SOURCES] });
  const { userName, password } = account;
  useEffect(() => title.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate({ userName, password, calendars: chosenOf(found, chosen) }, { onSuccess: onDone });
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="caldav-choice">
      <Checkbox.Group
        value={chosen}
        onChange={setChosen}
        label={
          <p ref={title} tabIndex={-1} className={classes["choiceTitle"]}>
            {t("caldav.choose")}
          </p>
        }
        description={t("caldav.chooseHint")}
      >
        <div className={classes["radios"]}>
          {found.map(({ address, name }) => (
            <Checkbox key={address} value={address} label={<bdi>{name}</bdi>} disabled={!chosen.includes(address) && chosen.length >= left} data-testid="caldav-calendar" />
          ))}
        </div>
      </Checkbox.Group>
      {found.length > left && <p className={classes["hint"]}>{t("caldav.left", { count: left })}</p>}
      <div className={classes["deeds"]}>
        <Button type="submit" size="sm" loading={add.isPending} disabled={chosen.length === 0} data-testid="caldav-add">
          {t("caldav.add", { count: chosen.length })}
        </Button>
        <Button size="sm" variant="subtle" onClick={onBack} data-testid="caldav-back">
          {t("caldav.other")}
        </Button>
      </div>
      {add.error && <Notice>{say(add.error)}</Notice>}
    </form>
  );
}

/** `left`: how many more there may be. */
export function CalDavForm({ left }: { left: number }): ReactNode {
  const { t } = useTranslation("elsewhere");
  const [account, setAccount] = useState(NOBODY);
  const [found, setFound] = useState<http.CalDavCalendar[] | null>(null);
  const [isDone, setDone] = useState(false);
  const again = (): void => {
    setFound(null);
    setDone(false);
  };
  const done = (): void => {
    setAccount({ ...NOBODY, address: account.address });
    setFound(null);
    setDone(true);
  };
  if (found !== null && found.length > 0) return <Choice account={account} found={found} left={left} onBack={again} onDone={done} />;
  return (
    <>
      {found !== null && <Notice tone="plain">{t("caldav.none")}</Notice>}
      <VisuallyHidden role="status">{isDone && t("caldav.done")}</VisuallyHidden>
      <AccountForm account={account} onChange={setAccount} onFound={setFound} />
    </>
  );
}
