/** The door for those whom the link alone does not let in: knock, wait, hear the answer. */
import { Anchor, Button, Loader, TextInput } from "@mantine/core";
import { DoorOpen } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { useStore } from "../core/store";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { WaitingScene } from "../core/ui/scenes";
import { Way } from "../core/ui/Way";
import { LobbyLock } from "../secrecy/Lock";
import type { Protection } from "./socket";
import { CheckLink } from "./check/CheckLink";
import { RecordedNotice } from "../recordings/RecordedNotice";
import { GUEST_NAME_MAX_LENGTH, type NameWord, guestNameWord, keepGuestName, readGuestName } from "./guest";
import { DeviceProblems } from "./DeviceProblems";
import { Devices, Preview } from "./Lobby";
import classes from "./Lobby.module.css";
import { useLocal } from "./use";
import type { Visit } from "./visit";

interface KnockingProps {
  visit: Visit;
  hostName: string;
  /** The signed-in person's name; null for a guest. */
  signedInAs: string | null;
  protection: Protection;
}

function KnockForm({ visit, hostName, signedInAs, protection, error }: KnockingProps & { error: unknown }): ReactNode {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const [name, setName] = useState(signedInAs ?? readGuestName());
  const [word, setWord] = useState<NameWord | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = guestNameWord(name);
    setWord(wrong);
    if (wrong !== null) return;
    if (signedInAs === null) keepGuestName(name.trim());
    void visit.knock(name.trim());
  };
  return (
    <Panel title={t("door.knockTitle", { name: hostName })} scene={<WaitingScene />}>
      <p>{t("door.knockHint")}</p>
      <RecordedNotice roomId={visit.roomId} />
      <form onSubmit={submit} noValidate>
        {error !== null && <Notice>{say(error)}</Notice>}
        <TextInput
          mt="sm"
          label={t("door.name")}
          value={name}
          dir="auto"
          readOnly={signedInAs !== null}
          autoComplete="name"
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          error={word && t(`door.${word}`, { max: GUEST_NAME_MAX_LENGTH })}
          data-testid="knock-name"
        />
        {protection === "end_to_end" && !visit.call.secrecy.isPossible && <LobbyLock protection={protection} isPossible={false} />}
        <Button type="submit" size="lg" color="clay" fullWidth mt="lg" leftSection={<DoorOpen size={20} aria-hidden="true" />} data-testid="knock-ask">
          {t("door.knock")}
        </Button>
      </form>
      {signedInAs === null && (
        <p>
          {t("door.signInInstead")} <Anchor renderRoot={(props) => <Way href={`/sign-in?next=${encodeURIComponent(`/s/${visit.roomId}`)}`} {...props} />}>{t("door.signIn")}</Anchor>
        </p>
      )}
      <p>
        <CheckLink roomId={visit.roomId} isApart />
      </p>
    </Panel>
  );
}

/** Whoever waits may use the time: what they set here is as they left it when the door opens. */
function Mirror({ visit }: { visit: Visit }): ReactNode {
  const state = useLocal(visit);
  return (
    <div className={classes["mirror"]}>
      <Preview local={visit.local} state={state} />
      <DeviceProblems local={visit.local} state={state} />
      <Devices local={visit.local} state={state} />
    </div>
  );
}

export function Knocking(props: KnockingProps): ReactNode {
  const { visit, hostName } = props;
  const { t } = useTranslation("signaling");
  const asking = useStore(visit.asking);
  if (asking.at === "waiting") {
    return (
      <Panel title={t("door.waiting")} testId="knock-waiting">
        <p role="status">{t("door.waitingHint", { name: hostName })}</p>
        <Loader type="dots" aria-hidden="true" />
        <Mirror visit={visit} />
        <Button variant="subtle" onClick={() => visit.withdraw()}>
          {t("door.withdraw")}
        </Button>
      </Panel>
    );
  }
  if (asking.at === "refused") {
    return (
      <Panel title={t("door.refused")} scene={<WaitingScene isLit={false} />} testId="knock-refused">
        <p role="status">{t("door.refusedHint", { name: hostName })}</p>
        <Button variant="light" onClick={() => visit.withdraw()}>
          {t("door.again")}
        </Button>
      </Panel>
    );
  }
  return <KnockForm {...props} error={asking.at === "door" ? asking.error : null} />;
}
