/** Notices that the page is on another network, seconds before ICE would; says nothing while media still arrive. */

/** Media, reports or checks come several times in this time while a path carries. */
const SILENCE_MS = 250;
/** One change is told by several events. */
const ONCE_IN_MS = 2_000;

/** Chromium's NetworkInformation, as far as it is used here; other browsers have only `online`. */
interface Changing extends EventTarget {
  addEventListener(name: "change", listener: () => void): void;
}

const networkInformation = (): Changing | undefined => (navigator as { connection?: Changing }).connection;

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

/** Calls `onNew` when the old path is gone. Returns what ends the watch. */
export function watchNetwork(connections: () => readonly RTCPeerConnection[], onNew: () => void): () => void {
  let toldMs = -ONCE_IN_MS;
  let isLooking = false;
  const tell = (): void => {
    if (performance.now() < toldMs + ONCE_IN_MS) return;
    toldMs = performance.now();
    onNew();
  };
  // It changes with every new guess of the speed as well, so only silence counts.
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const silent = await Promise.all(connections().map(isSilent)).catch(() => [false]);
    isLooking = false;
    if (silent.includes(true)) tell();
  };
  const onChange = (): void => void look();
  window.addEventListener("online", tell);
  networkInformation()?.addEventListener("change", onChange);
  return () => {
    window.removeEventListener("online", tell);
    networkInformation()?.removeEventListener("change", onChange);
  };
}
