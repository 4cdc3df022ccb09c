/** The /boards namespace: what the browser may ask of a shared document and what it is told. */
import { Line } from "../core/socket";

export type Role = "write" | "read";
type Nothing = Record<never, never>;

export interface Joined {
  update: ArrayBuffer | Uint8Array;
  sv: ArrayBuffer | Uint8Array;
  role: Role;
  epoch: number;
  seq: number;
  seenSeq: number;
}

export interface BoardsProtocol {
  requests: {
    join_board: [{ doc: string; sv: ArrayBuffer; clientId: number }, Joined];
    update_board: [{ doc: string; n: number; update: ArrayBuffer }, { n: number; seq: number }];
    show_presence: [{ doc: string; state: ArrayBuffer }, Nothing];
    leave_board: [{ doc: string }, Nothing];
  };
  news: Record<string, object>;
}

export type News =
  | { name: "board_updated"; body: { doc: string; update: ArrayBuffer | Uint8Array; seq: number } }
  | { name: "presence_shown"; body: { doc: string; clientId: number; person: string; name: string; state: ArrayBuffer | Uint8Array } }
  | { name: "update_rejected"; body: { doc: string; n: number; code: string; title: string } }
  | { name: "board_evicted"; body: { doc: string; reason: "role" | "gone" | "moved" | "unsafe" } }
  | { name: "board_resync"; body: { doc: string } };

/** What a live document needs of a line. */
export type BoardsLine = Pick<Line<BoardsProtocol>, "isUp" | "open" | "close" | "onUp" | "onDown" | "onNews" | "request" | "tell">;

export const createBoardsLine = (): BoardsLine => new Line<BoardsProtocol>("/boards");

/** The parser takes a view for a map of numbers: only a buffer of its own is bytes. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;
export const bytesOf = (bytes: ArrayBuffer | Uint8Array): Uint8Array => new Uint8Array(bytes);
