/** Keeps the screen from going dark while a page is looked at; where the browser cannot, it says so. */

export const mayStayAwake = (): boolean => "wakeLock" in navigator;

/** Returns what lets the screen go dark again. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const hold = async (): Promise<void> => {
    if (!mayStayAwake() || document.visibilityState !== "visible") return;
    // Refused where the battery is nearly empty: then the screen goes dark as it would anyway.
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    if (isOver) void lock?.release();
  };
  // Whoever looks away loses it.
  const again = (): void => void hold();
  document.addEventListener("visibilitychange", again);
  void hold();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", again);
    void lock?.release();
  };
}
