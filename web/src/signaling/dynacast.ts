/** Sends only those layers of our pictures that somebody watches, as the server tells; needs no new negotiation. */
import type { types } from "mediasoup-client";

const queues = new WeakMap<RTCRtpSender, Promise<void>>();

/** The encodings with all up to `spatialLayer` active; −1: none. */
export function withLayers<E extends { active?: boolean }>(encodings: readonly E[], spatialLayer: number): E[] {
  // Layers inside one stream (SVC) cannot be told apart here: the one stream is on or off.
  return encodings.map((encoding, index) => ({ ...encoding, active: index === 0 ? spatialLayer >= 0 : index <= spatialLayer }));
}

async function apply(sender: RTCRtpSender, spatialLayer: number): Promise<void> {
  const parameters = sender.getParameters();
  const encodings = withLayers(parameters.encodings, spatialLayer);
  if (encodings.every(({ active }, index) => active === (parameters.encodings[index]?.active ?? true))) return;
  await sender.setParameters({ ...parameters, encodings });
}

/** Changes take effect in order: the last one asked for is what stays. */
export function sendLayers(producer: types.Producer, spatialLayer: number): Promise<void> {
  const sender = producer.rtpSender;
  if (!sender) return Promise.resolve();
  const again = (): Promise<void> => apply(sender, spatialLayer);
  // A parameter change of the browser's own may come between reading and writing: once more, then.
  const done = (queues.get(sender) ?? Promise.resolve()).then(again).catch(again).catch(() => undefined);
  queues.set(sender, done);
  return done;
}
