/** Sends only those layers of our pictures that somebody watches, as the server tells; needs no new negotiation. */
import type { types } from "mediasoup-client";

const queues = new WeakMap<RTCRtpSender, Promise<void>>();

/** What each layer fewer leaves of the bits: a quarter of the picture, of which the lower layers had their share. */
const SHARE = 0.3;

interface Layered {
  active?: boolean;
  maxBitrate?: number;
  scaleResolutionDownBy?: number;
  scalabilityMode?: string;
}

/** The one stream with all layers up to `spatialLayer`: fewer of them, of a smaller picture, keep their places. */
function withLayersInside<E extends Layered>(encoding: E, spatialLayer: number, full: Layered): E {
  const [, spatial, rest] = /^L(\d+)(T\d+)/.exec(full.scalabilityMode ?? "") ?? [];
  const most = Number(spatial ?? 1);
  if (spatialLayer < 0 || most < 2) return { ...encoding, active: spatialLayer >= 0 };
  const count = Math.min(spatialLayer + 1, most);
  const fewer = most - count;
  return {
    ...encoding,
    active: true,
    scalabilityMode: count === most ? full.scalabilityMode : `L${count}${rest}${count > 1 ? "_KEY" : ""}`,
    scaleResolutionDownBy: (full.scaleResolutionDownBy ?? 1) * 2 ** fewer,
    ...(full.maxBitrate === undefined ? {} : { maxBitrate: Math.round(full.maxBitrate * SHARE ** fewer) }),
  };
}

/** The encodings with all up to `spatialLayer` active; −1: none. `full` is what was published. */
export function withLayers<E extends Layered>(encodings: readonly E[], spatialLayer: number, full: readonly Layered[] = encodings): E[] {
  const [only] = encodings;
  if (only && encodings.length === 1) return [withLayersInside(only, spatialLayer, full[0] ?? only)];
  return encodings.map((encoding, index) => ({ ...encoding, active: index === 0 ? spatialLayer >= 0 : index <= spatialLayer }));
}

const isSame = (one: Layered, other: Layered | undefined): boolean =>
  (one.active ?? true) === (other?.active ?? true) && one.scaleResolutionDownBy === other?.scaleResolutionDownBy && one.scalabilityMode === other?.scalabilityMode;

async function apply(sender: RTCRtpSender, spatialLayer: number, full: readonly Layered[]): Promise<void> {
  const parameters = sender.getParameters();
  const encodings = withLayers(parameters.encodings, spatialLayer, full);
  if (encodings.every((encoding, index) => isSame(encoding, parameters.encodings[index]))) return;
  await sender.setParameters({ ...parameters, encodings });
}

/** Changes take effect in order: the last one asked for is what stays. */
export function sendLayers(producer: types.Producer, spatialLayer: number): Promise<void> {
  const sender = producer.rtpSender;
  if (!sender) return Promise.resolve();
  const full: readonly Layered[] = producer.rtpParameters.encodings ?? [];
  const again = (): Promise<void> => apply(sender, spatialLayer, full);
  // A parameter change of the browser's own may come between reading and writing: once more, then.
  const done = (queues.get(sender) ?? Promise.resolve()).then(again).catch(again).catch(() => undefined);
  queues.set(sender, done);
  return done;
}
