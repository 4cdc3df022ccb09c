/** Everybody in the session and everybody at its door, for those who want the list. */
import { ActionIcon, Button, CloseButton, Group, Modal, Title } from "@mantine/core";
import { ArrowDownToLine, MicOff, Smartphone, UserX, X } from "lucide-react";
import { Fragment, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { CopyField } from "../core/ui/CopyField";
import { Portrait } from "../core/ui/Portrait";
import { Signal } from "../quality/Signal";
import { HandMark } from "./gestures/TileSigns";
import { KnockList } from "./Knocks";
import classes from "./PeoplePanel.module.css";
import type { KnockView } from "./socket";
import type { Person } from "./stage";

interface PeoplePanelProps {
  people: readonly Person[];
  cameras: readonly Person[];
  knocks: readonly KnockView[];
  isHost: boolean;
  inviteUrl: string | null;
  onAnswer: (knockId: string, isAdmitted: boolean) => void;
  onRemove: (peerId: string) => void;
  onLowerHand: (peerId: string) => void;
  /** Ends our own second camera. */
  onTakeAway: () => void;
  onClose: () => void;
}

function HandWithLowering({ place, name, onLower }: { place: number; name: string; onLower: (() => void) | null }): ReactNode {
  const { t } = useTranslation("signaling");
  const words = t("aids.hand.lowerNamed", { name });
  return (
    <>
      <HandMark place={place} />
      {onLower && (
        <ActionIcon variant="subtle" radius="xl" size="lg" aria-label={words} title={words} onClick={onLower} data-testid="lower-hand">
          <ArrowDownToLine size={18} aria-hidden="true" />
        </ActionIcon>
      )}
    </>
  );
}

/** Under whose it is; theirs to take away, and the host's to send out. */
function CameraRow({ isOwn, name, onEnd }: { isOwn: boolean; name: string; onEnd: (() => void) | null }): ReactNode {
  const { t } = useTranslation("signaling");
  const words = isOwn ? t("companion.takeAway") : t("companion.sendOut", { name });
  return (
    <li className={classes["second"]} data-testid="person-camera">
      <Smartphone size={18} aria-hidden="true" />
      <span className={classes["words"]}>{isOwn ? t("companion.yours") : t("companion.mark")}</span>
      {onEnd && (
        <ActionIcon variant="subtle" color="clay" radius="xl" size="lg" aria-label={words} title={words} onClick={onEnd} data-testid="camera-end">
          <X size={18} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}

function PersonRow({ person, onRemove, onLowerHand }: { person: Person; onRemove: (() => void) | null; onLowerHand: (() => void) | null }): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  const name = shownName(person.name, core.t("somebody"));
  const marks = [person.isHost && t("host"), person.isGuest && t("guest"), person.connection === "reconnecting" && t("room.reconnecting")];
  return (
    <li className={classes["row"]}>
      <Portrait name={name} photoUrl={person.photoUrl} size="2.3rem" />
      <span className={classes["words"]}>
        <bdi>{person.isSelf ? t("youNamed", { name }) : name}</bdi>
        <small>{marks.filter(Boolean).join(" · ")}</small>
        {person.badge && (
          <small>
            <Signal badge={person.badge} isSelf={person.isSelf} isLong />
          </small>
        )}
      </span>
      {person.handPlace !== null && <HandWithLowering place={person.handPlace} name={name} onLower={onLowerHand} />}
      {person.isMuted && <MicOff size={18} role="img" aria-label={t("room.muted")} className={classes["muted"]} />}
      {onRemove && (
        <ActionIcon variant="subtle" color="clay" radius="xl" size="lg" aria-label={t("room.remove", { name })} onClick={onRemove}>
          <UserX size={18} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}

function RemoveDialog({ person, onDo, onClose }: { person: Person | null; onDo: () => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  return (
    <Modal opened={person !== null} onClose={onClose} title={t("room.removeAsk", { name: person?.name ?? "" })} closeButtonProps={{ "aria-label": core.t("close") }}>
      <p>{t("room.removeHint")}</p>
      <Group justify="flex-end">
        <Button variant="subtle" onClick={onClose} data-autofocus>
          {core.t("cancel")}
        </Button>
        <Button color="clay" onClick={onDo}>
          {t("room.removeDo")}
        </Button>
      </Group>
    </Modal>
  );
}

/** Raised hands first, in their order. */
const inRow = (people: readonly Person[]): Person[] => [...people].sort((a, b) => (a.handPlace ?? people.length + 1) - (b.handPlace ?? people.length + 1));

export function PeoplePanel({ people, cameras, knocks, isHost, inviteUrl, onAnswer, onRemove, onLowerHand, onTakeAway, onClose }: PeoplePanelProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [leaving, setLeaving] = useState<Person | null>(null);
  return (
    <aside className={classes["panel"]} aria-labelledby="people-title">
      <header className={classes["head"]}>
        <Title order={2} id="people-title" className={classes["title"]}>
          {t("room.peopleTitle", { count: people.length })}
        </Title>
        <CloseButton onClick={onClose} aria-label={t("room.close")} size="lg" radius="xl" />
      </header>
      {knocks.length > 0 && (
        <section className={classes["waiting"]}>
          <h3>{t("room.waitingTitle")}</h3>
          <KnockList knocks={knocks} onAnswer={onAnswer} />
        </section>
      )}
      <ul className={classes["list"]}>
        {inRow(people).map((person) => (
          <Fragment key={person.peerId}>
            <PersonRow person={person} onRemove={isHost && !person.isSelf ? () => setLeaving(person) : null} onLowerHand={isHost ? () => onLowerHand(person.peerId) : null} />
            {cameras
              .filter(({ ownerId }) => ownerId === person.peerId)
              .map(({ peerId, name }) => (
                <CameraRow key={peerId} isOwn={person.isSelf} name={name} onEnd={person.isSelf ? onTakeAway : isHost ? () => onRemove(peerId) : null} />
              ))}
          </Fragment>
        ))}
      </ul>
      {inviteUrl !== null && (
        <footer className={classes["foot"]}>
          <CopyField label={t("room.link")} value={inviteUrl} testId="invite-link" />
        </footer>
      )}
      <RemoveDialog
        person={leaving}
        onClose={() => setLeaving(null)}
        onDo={() => {
          if (leaving) onRemove(leaving.peerId);
          setLeaving(null);
        }}
      />
    </aside>
  );
}
