/** The HTTP endpoints of whiteboards as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../../core/api";

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
