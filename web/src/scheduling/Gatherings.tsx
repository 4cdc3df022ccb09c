/** Sessions for many: seats and a waiting list, or a queue; a mentor opens them for a programme. */
import { Badge, Button, Progress, Title } from "@mantine/core";
import { Plus, Users, UsersRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { Notice } from "../core/ui/Notice";
import { useProgrammes } from "../programmes/use";
import type { Gathering } from "./api";
import { Join } from "./BookingCard";
import { dateOf, dayText, rangeText } from "./clock";
import { CancelGathering } from "./CancelGathering";
import { seatWord, seatsLeft } from "./model";
import { OpenGathering } from "./OpenGathering";
import { Leaf } from "./parts";
import classes from "./Scheduling.module.css";
import { useCallNext, useLeaveSeat, useTakeSeat } from "./use";

function useWordsOfSeats(): (one: Gathering) => string {
  const { t } = useTranslation("scheduling");
  return (one) => {
    if (one.kind === "office_hours") return one.waiting === 0 ? t("many.queueEmpty") : t("many.queue", { count: one.waiting });
    const left = seatsLeft(one);
    if (left > 0) return t("many.left", { count: left });
    return one.waiting === 0 ? t("many.full") : t("many.waiting", { count: one.waiting });
  };
}

function Mine({ one, me }: { one: Gathering; me: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const word = seatWord(one, me);
  if (word === "none") return null;
  const words = word === "waiting" && one.myTurn !== null ? t("many.my.turn", { count: one.myTurn }) : t(`many.my.${word}`);
  return (
    <Badge color={word === "waiting" ? "sun" : "olive"} variant="light" size="lg" tt="none" styles={{ label: { color: "var(--ink)" } }} data-testid="my-seat" data-seat={word}>
      {words}
    </Badge>
  );
}

function Guest({ one, me }: { one: Gathering; me: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const take = useTakeSeat(one.id);
  const leave = useLeaveSeat(one.id);
  const word = seatWord(one, me);
  const error = take.error ?? leave.error;
  const takeWord = one.kind === "office_hours" ? "many.queueUp" : seatsLeft(one) > 0 ? "many.take" : "many.wait";
  return (
    <>
      {word === "none" && (
        <Button size="sm" loading={take.isPending} onClick={() => take.mutate()} data-testid="take-seat">
          {t(takeWord)}
        </Button>
      )}
      {(word === "in" || word === "waiting") && (
        <Button size="sm" variant="subtle" loading={leave.isPending} onClick={() => leave.mutate()} data-testid="leave-seat">
          {t("many.leave")}
        </Button>
      )}
      {error && <Notice>{say(error)}</Notice>}
    </>
  );
}

function Host({ one }: { one: Gathering }): ReactNode {
  const { t } = useTranslation("scheduling");
  const core = useTranslation("core");
  const say = useSay();
  const call = useCallNext(one.id);
  return (
    <>
      {one.kind === "office_hours" && (
        <Button size="sm" variant="light" disabled={one.waiting === 0 && !one.seats.some(({ place }) => place === "called")} loading={call.isPending} onClick={() => call.mutate()} data-testid="call-next">
          {t("many.next")}
        </Button>
      )}
      <CancelGathering gathering={one} />
      {one.seats.length > 0 && (
        <ul className={classes["seats"]} aria-label={t("many.list")}>
          {one.seats.map(({ person, place }) => (
            <li key={person.id} data-place={place}>
              <bdi>{shownName(person.name, core.t("somebody"))}</bdi> <span className={classes["soft"]}>{t(`many.place.${place}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {call.error && <Notice>{say(call.error)}</Notice>}
    </>
  );
}

function WhenAndWho({ one, isHost }: { one: Gathering; isHost: boolean }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const core = useTranslation("core");
  const programme = (useProgrammes().data?.mine ?? []).find((of) => of.programme.id === one.programme)?.programme.name;
  const isGroup = one.kind === "group";
  const Icon = isGroup ? UsersRound : Users;
  return (
    <div className={classes["cardWords"]}>
      <Title order={3} className={classes["cardTitle"]} dir="auto">
        {one.title}
      </Title>
      <p className={classes["meta"]}>
        {dayText(one.local.local, i18n.language)}, {rangeText(one.local.local, one.minutes, i18n.language)}
      </p>
      <p className={classes["meta"]}>
        <Icon size={15} aria-hidden="true" /> {t(isGroup ? "many.kind.group" : "many.kind.office_hours")} · <bdi>{isHost ? t("many.byYou") : t("many.by", { name: isolated(shownName(one.host.name, core.t("somebody"))) })}</bdi>
        {programme !== undefined && <bdi> · {programme}</bdi>}
      </p>
    </div>
  );
}

function GatheringCard({ one, me }: { one: Gathering; me: string }): ReactNode {
  const seats = useWordsOfSeats()(one);
  const isHost = one.host.id === me;
  return (
    <li className={classes["date"]} data-testid="gathering">
      <Leaf date={dateOf(one.local.local)} />
      <article className={classes["card"]}>
        <div className={classes["cardHead"]}>
          <WhenAndWho one={one} isHost={isHost} />
          <Mine one={one} me={me} />
        </div>
        {one.note !== "" && (
          <p className={classes["quote"]} dir="auto">
            {one.note}
          </p>
        )}
        <div className={classes["seatLine"]}>
          {one.kind === "group" && <Progress value={(one.taken / Math.max(1, one.capacity)) * 100} size="sm" radius="xl" color="aegean" aria-hidden="true" className={classes["seatBar"]} />}
          <span data-testid="seats">{seats}</span>
        </div>
        <div className={classes["cardFoot"]}>
          <Join session={one} />
          {isHost ? <Host one={one} /> : <Guest one={one} me={me} />}
        </div>
      </article>
    </li>
  );
}

export function Gatherings({ gatherings }: { gatherings: readonly Gathering[] }): ReactNode {
  const { t } = useTranslation("scheduling");
  const me = useMe().data;
  const [isOpening, setOpening] = useState(false);
  const isMentor = me?.roles.includes("mentor") ?? false;
  if (!me || (gatherings.length === 0 && !isMentor)) return null;
  return (
    <section className={classes["section"]} aria-labelledby="many">
      <div className={classes["sectionHead"]}>
        <Title order={2} id="many">
          {t("many.title")}
        </Title>
        {isMentor && (
          <Button size="sm" variant="light" leftSection={<Plus size={17} aria-hidden="true" />} onClick={() => setOpening(true)} data-testid="gathering-open">
            {t("many.open")}
          </Button>
        )}
      </div>
      {gatherings.length === 0 ? (
        <p className={classes["hint"]}>{t("many.none")}</p>
      ) : (
        <ol className={classes["dates"]}>
          {gatherings.map((one) => (
            <GatheringCard key={one.id} one={one} me={me.id} />
          ))}
        </ol>
      )}
      {isOpening && <OpenGathering zone={me.timeZone} onClose={() => setOpening(false)} />}
    </section>
  );
}
