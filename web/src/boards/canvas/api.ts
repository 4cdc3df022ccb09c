/** The HTTP endpoints of whiteboards as functions; they neither cache nor show anything. */
import { type Schemas, api, putBytes, unwrap } from "../../core/api";

export type Board = Schemas["BoardOut"];
export type Boards = Schemas["BoardList"];

export const fetchBoards = (mentorshipId: string): Promise<Boards> =>
  unwrap(api.GET("/api/mentorships/{mentorshipId}/boards", { params: { path: { mentorshipId } } }));
export const makeBoard = (mentorshipId: string, title: string): Promise<Board> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/boards", { params: { path: { mentorshipId } }, body: { title } }));
export const fetchBoard = (boardId: string): Promise<Board> => unwrap(api.GET("/api/boards/{boardId}", { params: { path: { boardId } } }));
export const renameBoard = (boardId: string, title: string): Promise<Board> =>
  unwrap(api.PATCH("/api/boards/{boardId}", { params: { path: { boardId } }, body: { title, isArchived: null } }));
export const archiveBoard = (boardId: string, isArchived: boolean): Promise<Board> =>
  unwrap(api.PATCH("/api/boards/{boardId}", { params: { path: { boardId } }, body: { title: null, isArchived } }));

export const sendImage = (boardId: string, sha256: string, blob: Blob): Promise<Schemas["ImageOut"]> => putBytes(`/api/boards/${boardId}/files/${sha256}`, blob);
export const fetchImage = async (boardId: string, sha256: string): Promise<Blob> =>
  (await unwrap<unknown>(api.GET("/api/boards/{boardId}/files/{sha256}", { params: { path: { boardId, sha256 } }, parseAs: "blob" }))) as Blob;
