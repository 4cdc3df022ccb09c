/** The page that is an application of its own: who is invited to a session waits least. */
import { resolve } from "node:path";
import { SOURCES } from "./folders";

export const DOOR = resolve(SOURCES, "door.tsx");
/** The beginning of its addresses. */
export const DOOR_ADDRESS = "/s/";
/** Its page, which is the first page with other parts. */
export const DOOR_PAGE = "door.html";
