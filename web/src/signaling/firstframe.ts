/** Makes sure that a picture starts: asks for a key frame as long as nothing of it could be shown. */
import type { types } from "mediasoup-client";

/** A key frame takes one round trip and one encoded picture; longer than this it was lost. */
const LOOK_AFTER_MS = 1_200;
const LOOKS = 5;

async function framesDecoded(consumer: types.Consumer): Promise<number> {
  const stats = await consumer.getStats();
  let frames = 0;
  for (const entry of stats.values() as Iterable<{ type: string; framesDecoded?: number }>) {
    if (entry.type === "inbound-rtp") frames += entry.framesDecoded ?? 0;
  }
  return frames;
}

/** Calls `ask` until the consumer's first frame is decoded, a few times at most. Paused and closed ones are left alone. */
export function expectFirstFrame(consumer: types.Consumer, ask: () => Promise<unknown>, looks = LOOKS): void {
  if (consumer.kind !== "video" || looks === 0) return;
  setTimeout(() => {
    if (consumer.closed) return;
    const look = async (): Promise<void> => {
      if ((await framesDecoded(consumer)) > 0) return;
      await ask();
      expectFirstFrame(consumer, ask, looks - 1);
    };
    look().catch(() => undefined); // closed meanwhile, or the line fell: the rejoin starts over
  }, LOOK_AFTER_MS);
}
