/** The server's sentences in the reader's language; one that is not known stays as the server said it. */

/** English sentence → translation; `{}` stands for what the server fills in, in the same order on both sides. */
export type Sayings = Readonly<Record<string, string>>;

interface Pattern {
  readonly form: RegExp;
  readonly translation: string;
}

const HOLE = "{}";
let exact: Sayings = {};
let patterns: readonly Pattern[] = [];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

function patternOf([sentence, translation]: [string, string]): Pattern {
  return { form: new RegExp(`^${sentence.split(HOLE).map(escaped).join("(.+)")}$`, "su"), translation };
}

/** From now on the server's sentences are told by this table; an empty one leaves them English. */
export function tellBy(table: Sayings): void {
  exact = table;
  const holed = Object.entries(table).filter(([sentence]) => sentence.includes(HOLE));
  // The longest first: it is the most particular one.
  patterns = holed.sort(([one], [other]) => other.length - one.length).map(patternOf);
}

function filled(translation: string, values: readonly string[]): string {
  const parts = translation.split(HOLE);
  return parts.map((part, at) => part + (at < parts.length - 1 ? (values[at] ?? "") : "")).join("");
}

/** A sentence of the server as the reader would say it. */
export function inOwnWords(sentence: string): string {
  const whole = Object.hasOwn(exact, sentence) ? exact[sentence] : undefined;
  if (whole !== undefined) return whole;
  for (const { form, translation } of patterns) {
    const match = form.exec(sentence);
    if (match) return filled(translation, match.slice(1));
  }
  return sentence;
}
