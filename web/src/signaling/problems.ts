/** What a browser's refusal of a device means; pure, from the error's name and text to one word. */

export type DeviceProblem =
  | "deniedByUser"
  | "deniedBySystem"
  | "deniedByPage"
  | "none"
  | "busy"
  | "insecure"
  | "unsupported"
  | "unplugged"
  /** Another background was too much for this machine, or could not be had at all. */
  | "effectSlow"
  | "effectFailed"
  /** Our own reduction of noise could not be had, and the browser's took its place. */
  | "noiseFailed"
  | "unknown";

interface NamedError {
  name: string;
  message: string;
}

function isNamed(error: unknown): error is NamedError {
  return typeof error === "object" && error !== null && "name" in error && "message" in error;
}

/** Chromium and Firefox say in the message whose refusal it was; the name is the same for all. */
function denial(message: string): DeviceProblem {
  if (/system|os level|operating/i.test(message)) return "deniedBySystem";
  if (/policy|feature/i.test(message)) return "deniedByPage";
  return "deniedByUser";
}

const BY_NAME: Record<string, DeviceProblem> = {
  NotFoundError: "none",
  DevicesNotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
  SecurityError: "insecure",
  TypeError: "insecure",
};

export function deviceProblem(error: unknown): DeviceProblem {
  if (!isNamed(error)) return "unknown";
  if (error.name === "NotAllowedError" || error.name === "PermissionDeniedError") return denial(error.message);
  return BY_NAME[error.name] ?? "unknown";
}

/** Dismissing the picker of a screen share is a decision, not a failure. */
export function shareProblem(error: unknown): DeviceProblem | null {
  const problem = deviceProblem(error);
  return problem === "deniedByUser" ? null : problem;
}

/** With one device missing or busy the other is still worth asking for. */
export const isWorthAskingApart = (problem: DeviceProblem): boolean =>
  problem === "none" || problem === "busy" || problem === "unknown";
