/** What a page and its painting worker say to each other. */
import type { Effect } from "./model";

export type Order =
  | { type: "effect"; effect: Effect }
  /** Pictures come and go as streams, and the page has no part in it. */
  | { type: "streams"; readable: ReadableStream<VideoFrame>; writable: WritableStream<VideoFrame> }
  /** One picture, to be answered by one. */
  | { type: "picture"; picture: ImageBitmap }
  /** Call out that often, for a page whose own clocks stand nearly still while it is hidden; null: no more. */
  | { type: "beat"; everyMs: number | null };

export type Word =
  /** The first picture of a stream has gone on its way. */
  | { type: "begun" }
  | { type: "painted"; picture: ImageBitmap }
  | { type: "beat" }
  /** This machine cannot keep up even with few lines. */
  | { type: "tooSlow" }
  | { type: "failed"; why: string };
