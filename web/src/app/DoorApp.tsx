/** The door to a session without the other pages: they come when it stands, and are shown when somebody goes there. */
import { type ReactNode, Suspense, lazy, useEffect, useMemo, useState } from "react";
import { Store, useStore } from "../core/store";
import { Loading } from "../core/ui/Loading";
import { type Ways, WaysContext } from "../core/ui/Way";
import { DoorPage } from "../signaling/DoorPage";
import { Crash } from "./Crash";
import { Frame } from "./Frame";
import type * as AllPages from "./Pages";
import { useIsCalm } from "./useIsCalm";

const pages = new Store<typeof AllPages | null>(null);

async function loadPages(): Promise<typeof AllPages> {
  const come = await import("./Pages");
  pages.set(come);
  return come;
}

const Pages = lazy(async () => ({ default: (await loadPages()).Pages }));
const WithRouter = lazy(async () => ({ default: (await loadPages()).WithRouter }));
const Nav = lazy(async () => ({ default: (await import("./Nav")).Nav }));

/** Whether somebody has gone to another page from here. */
function useIsAway(): boolean {
  const come = useStore(pages);
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const door = location.pathname;
    return come?.watchPath((path) => setAway((before) => before || path !== door));
  }, [come]);
  return isAway;
}

function AtDoor({ roomId }: { roomId: string }): ReactNode {
  const [isLobbyWished] = useState(() => new URLSearchParams(location.search).get("lobby") === "true");
  const { isCalm, hurry } = useIsCalm(true);
  useEffect(() => {
    // What cannot be loaded now is said when somebody goes there.
    if (isCalm) void loadPages().catch(() => undefined);
  }, [isCalm]);
  const nav = isCalm && (
    <Suspense fallback={null}>
      <WithRouter>
        <Nav isCalm onHurry={hurry} />
      </WithRouter>
    </Suspense>
  );
  return (
    <Frame nav={nav}>
      <Crash>
        <DoorPage roomId={roomId} isLobbyWished={isLobbyWished} />
      </Crash>
    </Frame>
  );
}

/** `roomId`: null at an address that is no door's. */
export function DoorApp({ roomId }: { roomId: string | null }): ReactNode {
  const go = useStore(pages)?.go ?? null;
  const ways = useMemo<Ways>(() => ({ go, Routed: WithRouter }), [go]);
  const isAway = useIsAway();
  if (roomId === null || isAway) {
    return (
      <Suspense fallback={<Loading />}>
        <Pages />
      </Suspense>
    );
  }
  return (
    <WaysContext value={ways}>
      <AtDoor roomId={roomId} />
    </WaysContext>
  );
}
