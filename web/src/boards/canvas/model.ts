/** How a board stands, in one word; decides nothing else. */
import type { Health } from "../provider";

type SaveState = "opening" | "saved" | "saving" | "offline" | "closed" | "readOnly" | "rejected";

export function saveState({ standing, role, hasUnsaved, rejection }: Pick<Health, "standing" | "role" | "hasUnsaved" | "rejection">): SaveState {
  if (rejection !== null) return "rejected";
  if (standing !== "live") return standing;
  if (role === "read") return "readOnly";
  return hasUnsaved ? "saving" : "saved";
}
