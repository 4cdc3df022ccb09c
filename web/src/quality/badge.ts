/** What a badge says of somebody's connection; pure. */
export type Grade = "good" | "fair" | "poor" | "lost";

/** From them, and to them. */
export interface Badge {
  uplink: Grade;
  downlink: Grade;
}

const BADNESS: Record<Grade, number> = { good: 0, fair: 1, poor: 2, lost: 3 };

export const worse = ({ uplink, downlink }: Badge): Grade => (BADNESS[downlink] > BADNESS[uplink] ? downlink : uplink);

type BadgeWord = "good" | "fairUp" | "poorUp" | "fairDown" | "poorDown" | "fairBoth" | "poorBoth" | "lost";

/** The key of the sentence, under `badge.them` or `badge.you`. */
export function badgeWord(badge: Badge): BadgeWord {
  const grade = worse(badge);
  if (grade === "good" || grade === "lost") return grade;
  if (badge.uplink === badge.downlink) return `${grade}Both`;
  return badge.uplink === grade ? `${grade}Up` : `${grade}Down`;
}

/** Whether sending less would help: our own way out is weak and a picture takes most of it. */
export const shouldDropCamera = (badge: Badge | null, isCameraOn: boolean): boolean => isCameraOn && badge?.uplink === "poor";
