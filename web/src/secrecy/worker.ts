/** The worker through which every encoded frame passes; joins the browser's streams with the keyring. */
import { type Frame, Keyring } from "./keyring";
import type { Order, Pipe, Word } from "./orders";

interface Transformer {
  readable: ReadableStream<Frame>;
  writable: WritableStream<Frame>;
  options: Pipe;
}

/** What of a worker's scope is used; the DOM's types, which the page needs, know no worker. */
interface Scope {
  postMessage: (word: Word, options: StructuredSerializeOptions) => void;
  addEventListener: ((type: "message", listener: (event: MessageEvent<Order>) => void) => void) &
    ((type: "rtctransform", listener: (event: { transformer: Transformer }) => void) => void);
}

const scope = self as unknown as Scope;
const keyring = new Keyring((word) => scope.postMessage(word, {}), () => performance.now());

function run(pipe: Pipe, readable: ReadableStream<Frame>, writable: WritableStream<Frame>): void {
  const pass = keyring.passing(pipe);
  const through = new TransformStream<Frame, Frame>({
    async transform(frame, controller) {
      if (await pass(frame)) controller.enqueue(frame);
    },
  });
  // Ends with its stream; a stream that was cancelled is no failure.
  readable.pipeThrough(through).pipeTo(writable).catch(() => undefined);
}

scope.addEventListener("rtctransform", ({ transformer }) => run(transformer.options, transformer.readable, transformer.writable));
scope.addEventListener("message", ({ data: order }) => {
  if (order.type === "pipe") run(order.pipe, order.readable, order.writable);
  else void keyring.obey(order);
});
