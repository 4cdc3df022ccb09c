/** Notices that the page is on another network, seconds before ICE would; says nothing while media still arrive. */

/** Media stop that came all the time; Opus says something every 400 ms even in silence. */
const STILL_MS = 500;
const LOOK_EVERY_MS = 150;
/** Media, reports or checks come several times in this time while a path carries. */
const SILENCE_MS = 200;
/** One change is told by several events. */
const ONCE_IN_MS = 2_000;

/** Chromium's NetworkInformation, as far as it is used here; other browsers have only `online`. */
const networkInformation = (): EventTarget | undefined => (navigator as { connection?: EventTarget }).connection;

async function receivedBytes(connection: RTCPeerConnection): Promise<number> {
  let sum = 0;
  for (const report of (await connection.getStats()).values() as Iterable<{ type: string; bytesReceived?: number }>)
    if (report.type === "candidate-pair") sum += report.bytesReceived ?? 0;
  return sum;
}

async function isSilent(connection: RTCPeerConnection): Promise<boolean> {
  const before = await receivedBytes(connection);
  await new Promise((resolve) => setTimeout(resolve, SILENCE_MS));
  return (await receivedBytes(connection)) === before;
}

/** When media came last, on some clock; 0: never. Costs next to nothing, unlike statistics. */
function newest(connections: readonly RTCPeerConnection[]): number {
  const sources = connections.flatMap((one) => one.getReceivers()).flatMap((receiver) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map(({ timestamp }) => timestamp));
}

/** Calls `onNew` when the old path is gone. Returns what ends the watch. */
export function watchNetwork(connections: () => readonly RTCPeerConnection[], onNew: () => void): () => void {
  let toldMs = -ONCE_IN_MS;
  let isLooking = false;
  let seen = 0;
  let movedMs: number | null = null;

  const tell = (): void => {
    if (performance.now() < toldMs + ONCE_IN_MS) return;
    toldMs = performance.now();
    onNew();
  };
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const silent = await Promise.all(connections().map(isSilent)).catch(() => [false]);
    isLooking = false;
    if (silent.includes(true)) tell();
  };
  /** Two ways at once hide the end of one: no event tells it, but media stop. */
  const watch = (): void => {
    const now = newest(connections());
    if (now !== seen) {
      seen = now;
      movedMs = performance.now();
    } else if (movedMs !== null && performance.now() > movedMs + STILL_MS) {
      movedMs = null; // once for each time that they came
      void look();
    }
  };

  // The event also tells each new guess of the speed, so only silence counts.
  const onChange = (): void => void look();
  const clock = window.setInterval(watch, LOOK_EVERY_MS);
  window.addEventListener("online", tell);
  networkInformation()?.addEventListener("change", onChange);
  return () => {
    clearInterval(clock);
    window.removeEventListener("online", tell);
    networkInformation()?.removeEventListener("change", onChange);
  };
}
