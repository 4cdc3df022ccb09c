/** The kinds of things on a board that have a word of their own. */
const KINDS = ["rectangle", "diamond", "ellipse", "text", "line", "arrow", "freedraw", "image", "frame", "embeddable"] as const;
type ThingKind = (typeof KINDS)[number];

export const kindOf = (type: string): ThingKind => KINDS.find((one) => one === type) ?? "rectangle";
