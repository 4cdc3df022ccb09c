/** After a lost line the seat is the same, but news and answers may have been missed: makes both sides hold the same again. */
import type { CallLine, Held } from "./socket";

interface HoldsMedia {
  held(): Held;
  forgetProducer(producerId: string): void;
  forgetConsumer(consumerId: string): void;
}

interface Differences {
  /** A transport of ours is gone: nothing less than new media will do. */
  isBroken: boolean;
  /** What only we have. */
  lost: Held;
  /** What only the server has: the answer to our order never came. */
  strays: Held;
}

const without = (some: readonly string[], others: readonly string[]): string[] => some.filter((id) => !others.includes(id));

function minus(one: Held, other: Held): Held {
  return {
    transportIds: without(one.transportIds, other.transportIds),
    producerIds: without(one.producerIds, other.producerIds),
    consumerIds: without(one.consumerIds, other.consumerIds),
  };
}

export function differences(ours: Held, theirs: Held): Differences {
  const lost = minus(ours, theirs);
  return { isBroken: lost.transportIds.length > 0, lost, strays: minus(theirs, ours) };
}

/** Drops what one side has and the other has not. False when the media must be built anew. */
export async function settle(line: CallLine, media: HoldsMedia, theirs: Held): Promise<boolean> {
  const { isBroken, lost, strays } = differences(media.held(), theirs);
  if (isBroken) return false;
  lost.producerIds.forEach((id) => media.forgetProducer(id));
  lost.consumerIds.forEach((id) => media.forgetConsumer(id));
  // One that is gone by now is refused, and that is as good.
  await Promise.allSettled([
    ...strays.producerIds.map((producerId) => line.request("close_producer", { producerId })),
    ...strays.consumerIds.map((consumerId) => line.request("close_consumer", { consumerId })),
    ...strays.transportIds.map((transportId) => line.request("close_transport", { transportId })),
  ]);
  return true;
}
