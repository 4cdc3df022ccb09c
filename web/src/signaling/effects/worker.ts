/** The worker that paints our own pictures; joins streams and messages with the painter, and watches its pace. */
import { Pace } from "./model";
import type { Order, Word } from "./orders";
import { Painter } from "./painter";

/** What of a worker's scope is used; the DOM's types, which the page needs, know no worker. */
interface Scope {
  postMessage: (word: Word, options: StructuredSerializeOptions) => void;
  addEventListener: (type: "message", listener: (event: MessageEvent<Order>) => void) => void;
}

const FEWER_LINES = 360;

const scope = self as unknown as Scope;
const say = (word: Word, transfer: Transferable[] = []): void => scope.postMessage(word, { transfer });
const painter = new Painter();
let pace = new Pace();
let beat: number | undefined;

/** Fewer points are tried before the effect is given up: a face is still a face in half of them. */
function keepUp(isTooSlow: boolean): void {
  if (!isTooSlow) return;
  if (painter.lines <= FEWER_LINES) return say({ type: "tooSlow" });
  painter.mostLines = FEWER_LINES;
  pace = new Pace();
}

async function measured<T>(work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const done = await work();
  keepUp(pace.isTooSlow(performance.now() - startedMs));
  return done;
}

const fail = (error: unknown): void => say({ type: "failed", why: String(error) });

async function repaint(frame: VideoFrame): Promise<VideoFrame> {
  try {
    const canvas = await painter.paint(frame, frame.displayWidth, frame.displayHeight);
    return new VideoFrame(canvas, { timestamp: frame.timestamp, alpha: "discard" });
  } finally {
    frame.close();
  }
}

/** Ends with its stream. A picture that cannot be painted ends it too: none ever leaves as it came. */
async function flow(readable: ReadableStream<VideoFrame>, writable: WritableStream<VideoFrame>): Promise<void> {
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  const close = (): void => void Promise.allSettled([reader.cancel(), writer.close()]);
  const gone = { done: true, value: undefined } as const;
  let isBegun = false;
  for (;;) {
    const { done, value } = await reader.read().catch(() => gone);
    if (done) return close();
    const painted = await measured(() => repaint(value));
    // Nobody takes pictures any more: the track was stopped.
    if (!(await writer.write(painted).then(() => true, () => false))) return close();
    if (!isBegun) say({ type: "begun" });
    isBegun = true;
  }
}

async function answer(picture: ImageBitmap): Promise<void> {
  try {
    const canvas = await measured(() => painter.paint(picture, picture.width, picture.height));
    const painted = canvas.transferToImageBitmap();
    say({ type: "painted", picture: painted }, [painted]);
  } finally {
    picture.close();
  }
}

function setBeat(everyMs: number | null): void {
  clearInterval(beat);
  if (everyMs !== null) beat = setInterval(() => say({ type: "beat" }), everyMs) as unknown as number;
}

scope.addEventListener("message", ({ data: order }) => {
  if (order.type === "effect") painter.effect = order.effect;
  else if (order.type === "beat") setBeat(order.everyMs);
  else if (order.type === "picture") void answer(order.picture).catch(fail);
  else void flow(order.readable, order.writable).catch(fail);
});
