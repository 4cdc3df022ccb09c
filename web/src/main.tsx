/** Starts the application. */
import { Pages } from "./app/Pages";
import { start } from "./app/start";
import { createQueryClient } from "./core/query";

await start(<Pages />, createQueryClient());
