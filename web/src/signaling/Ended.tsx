/** After a session, or instead of one: what happened, and what to do next. */
import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Refused } from "../core/errors";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene, FarewellScene, WaitingScene } from "../core/ui/scenes";
import { fetchRoom } from "../rooms/api";
import { BookButton } from "../scheduling/BookButton";
import { CheckLink } from "./check/CheckLink";
import { type JoinProblem, joinProblem } from "./endings";
import card from "./ending/EndCard.module.css";
import { EndCard } from "./ending/EndCard";
import { forgetFarewell, readFarewell } from "./ending/farewell";
import { HomeButton } from "./HomeButton";
import type { CallState } from "./model";

const MAY_RETRY: ReadonlySet<JoinProblem> = new Set(["unreachable", "expired", "full", "other", "removed"]);

function NotIn({ refusal, onAgain }: { refusal: unknown; onAgain: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const problem = joinProblem(refusal);
  const hint = problem === "other" || problem === "removed" ? (refusal instanceof Refused ? say(refusal) : t("end.unreachableHint")) : t(`end.${problem}Hint`);
  return (
    <Panel title={t(`end.${problem === "removed" ? "other" : problem}`)} scene={<WaitingScene isLit={false} />}>
      <Notice>{hint}</Notice>
      <Group justify="center">
        {MAY_RETRY.has(problem) && <Button onClick={onAgain}>{t("end.retry")}</Button>}
        <HomeButton isLight={MAY_RETRY.has(problem)} />
      </Group>
      {problem === "unreachable" && (
        <p>
          <CheckLink roomId={null} />
        </p>
      )}
    </Panel>
  );
}

const AGAIN = { left: "end.again", displaced: "end.here" } as const;

interface EndedProps {
  call: Pick<CallState, "ending" | "refusal">;
  roomId: string;
  onAgain: () => void;
}

/** Where a card follows, the drawing makes room for it. */
function Farewells({ ending, isSmall }: { ending: CallState["ending"]; isSmall: boolean }): ReactNode {
  if (ending === "removed") return <WaitingScene isLit={false} />;
  return <FarewellScene {...(isSmall ? { className: card["scene"] } : {})} />;
}

export function Ended({ call, roomId, onAgain }: EndedProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [farewell] = useState(() => readFarewell(roomId));
  // It outlives a reload of this page, and nothing else.
  useEffect(() => () => forgetFarewell(roomId), [roomId]);
  const ending = call.ending ?? "left";
  if (ending === "refused") return <NotIn refusal={call.refusal} onAgain={onAgain} />;
  const again = ending === "left" || ending === "displaced" ? AGAIN[ending] : null;
  return (
    <Panel title={t(`end.${ending}`)} scene={<Farewells ending={ending} isSmall={farewell !== null} />} testId={`ended-${ending}`}>
      {(farewell === null || ending !== "left") && <p>{t(`end.${ending}Hint`)}</p>}
      <Group justify="center">
        {again !== null && (
          <Button variant="light" onClick={onAgain} data-testid="rejoin">
            {t(again)}
          </Button>
        )}
        <HomeButton />
      </Group>
      {farewell !== null && <EndCard roomId={roomId} farewell={farewell} />}
    </Panel>
  );
}

/** A mentee of the host's chooses another time; for everybody else there is nothing to book. */
export function BookAgain({ roomId }: { roomId: string }): ReactNode {
  const room = useQuery({ queryKey: ["room", roomId], queryFn: () => fetchRoom(roomId) }).data;
  return room && room.role === "participant" ? <BookButton mentorId={room.host.id} /> : null;
}

/** The link itself is of no use. */
export function NoDoor({ word, hostName, children }: { word: "gone" | "ended"; hostName: string; children?: ReactNode }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Panel title={t(`door.${word}`)} scene={word === "gone" ? <AdriftScene /> : <FarewellScene />}>
      <div data-testid="error-message" role="status">
        <p>{t(`door.${word}Hint`, { name: hostName })}</p>
      </div>
      {children}
      <HomeButton />
    </Panel>
  );
}
