/** Push: a switch for this browser, what stands in its way, and the other devices. */
import { Button, Card, Switch, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { Notice as Problem } from "../core/ui/Notice";
import { shortDate } from "../core/when";
import type { Device, Devices } from "./api";
import classes from "./Notices.module.css";
import { Denied, abilityOf, ownDevice } from "./push";
import { useDevices, useSwitchOff, useSwitchOn } from "./use";

function DeviceRow({ device }: { device: Device }): ReactNode {
  const { t, i18n } = useTranslation("notifications");
  const off = useSwitchOff();
  const name = device.device || t("settings.devices.unknown");
  return (
    <li className={classes["device"]} data-testid="push-device">
      <span>
        {name}
        <small>{t("settings.devices.since", { when: shortDate(new Date(device.createdAt), i18n.language) })}</small>
      </span>
      <Button size="sm" variant="light" color="clay" loading={off.isPending} onClick={() => off.mutate(device.id)} aria-label={t("settings.devices.removeOf", { device: name })}>
        {t("settings.devices.remove")}
      </Button>
    </li>
  );
}

function useFailureWord(): (error: Error) => string {
  const { t } = useTranslation("notifications");
  const say = useSay();
  return (error) => {
    if (error instanceof Denied) return t("settings.devices.refused");
    // The browser's own complaints about its push service are no sentences for people.
    return error instanceof DOMException ? t("settings.devices.failed") : say(error);
  };
}

function OwnDevice({ devices }: { devices: Devices }): ReactNode {
  const { t } = useTranslation("notifications");
  const word = useFailureWord();
  const on = useSwitchOn();
  const off = useSwitchOff();
  const [ability, setAbility] = useState(abilityOf);
  const own = devices.subscriptions.find(({ id }) => id === ownDevice());
  const failure = on.error ?? off.error;
  const change = (isOn: boolean): void => {
    off.reset();
    on.reset();
    if (isOn) on.mutate(devices.publicKey, { onSettled: () => setAbility(abilityOf()) });
    else if (own) off.mutate(own.id);
  };
  return (
    <>
      <Switch
        label={t("settings.devices.on")}
        checked={own !== undefined || on.isPending}
        disabled={(ability !== "can" && own === undefined) || on.isPending || off.isPending}
        onChange={(event) => change(event.currentTarget.checked)}
        data-testid="push-on"
      />
      {ability !== "can" && <Problem tone="plain">{t(`settings.devices.ability.${ability}`)}</Problem>}
      {failure && ability === "can" && <Problem>{word(failure)}</Problem>}
    </>
  );
}

export function DevicesCard(): ReactNode {
  const { t } = useTranslation("notifications");
  const devices = useDevices();
  const others = devices.data?.subscriptions.filter(({ id }) => id !== ownDevice()) ?? [];
  return (
    <Card className={classes["card"]}>
      <div className={classes["cardHead"]}>
        <Title order={2}>{t("settings.devices.title")}</Title>
        <p className={classes["hint"]}>{t("settings.devices.hint")}</p>
      </div>
      {devices.isPending && <Loading />}
      {devices.isLoadingError && <Failed of={devices} />}
      {devices.data && <OwnDevice devices={devices.data} />}
      {others.length > 0 && (
        <ul className={classes["devices"]}>
          {others.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Card>
  );
}
