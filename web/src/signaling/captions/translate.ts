/** Translates finished lines by the browser's own translator, one for each pair of languages; what it cannot stays as it was said. */
import { Store } from "../../core/store";
import type { CaptionLine } from "./lines";
import type { Translation, TranslatorKind } from "./speech";

const base = (tag: string): string => tag.split("-")[0] ?? tag;

/** Whether there is anything to translate. */
const isSameLanguage = (one: string, other: string): boolean => base(one) === base(other);

/** More than are to be read at once. */
const KEPT = 20;

export class Translations {
  readonly #kind: TranslatorKind;
  readonly #target: string;
  readonly #ready = new Map<string, Promise<Translation | null>>();
  readonly #asked = new Set<string>();
  /** Line → its translation, as they are done; null: it cannot be translated. */
  readonly done = new Store<ReadonlyMap<string, string | null>>(new Map());

  constructor(kind: TranslatorKind, target: string) {
    this.#kind = kind;
    this.#target = target;
  }

  /** Translates those lines that are finished and new. */
  follow(lines: readonly CaptionLine[]): void {
    for (const { id, text, language, isFinal } of lines) {
      if (!isFinal || this.#asked.has(id)) continue;
      this.#asked.add(id);
      void this.translate(text, language).then((words) => this.done.set(new Map([...this.done.get(), [id, words] as const].slice(-KEPT))));
    }
  }

  /** Null: this pair of languages is beyond the browser. */
  async translate(text: string, from: string): Promise<string | null> {
    if (isSameLanguage(from, this.#target)) return text;
    const translation = await this.#between(base(from));
    return translation === null ? null : translation.translate(text).catch(() => null);
  }

  close(): void {
    for (const one of this.#ready.values()) void one.then((translation) => translation?.destroy?.());
    this.#ready.clear();
  }

  #between(source: string): Promise<Translation | null> {
    const known = this.#ready.get(source);
    if (known) return known;
    const made = this.#make(source).catch(() => null);
    this.#ready.set(source, made);
    return made;
  }

  async #make(source: string): Promise<Translation | null> {
    const pair = { sourceLanguage: source, targetLanguage: this.#target };
    return (await this.#kind.availability(pair)) === "unavailable" ? null : this.#kind.create(pair);
  }
}
