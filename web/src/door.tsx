/** Starts the door to a session by itself: whoever is invited waits for the lobby and for nothing else of the application. */
import { ME } from "./accounts/use";
import { DoorApp } from "./app/DoorApp";
import { start } from "./app/start";
import { createQueryClient } from "./core/query";
import { doorOf } from "./rooms/use";

/** Answers that take longer than this are waited for in sight. */
const PATIENCE_MS = 300;

const [, roomId] = /^\/s\/([\w-]+)\/?$/.exec(location.pathname) ?? [];
const queries = createQueryClient();
const asked = roomId === undefined ? [] : [queries.prefetchQuery(ME), queries.prefetchQuery(doorOf(roomId))];
const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));

await start(<DoorApp roomId={roomId ?? null} />, queries, Promise.race([Promise.all(asked), patience]));
