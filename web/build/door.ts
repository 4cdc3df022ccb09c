/** The page that is asked for more than its own chunk: who is invited to a session waits least. */
import { resolve } from "node:path";
import { SOURCES } from "./folders";

export const DOOR = resolve(SOURCES, "signaling/DoorPage.tsx");
/** The beginning of its addresses. */
export const DOOR_ADDRESS = "/s/";
