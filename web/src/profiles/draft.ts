/** A profile while it is edited: sections change here at once and are saved one after the other; shows nothing. */
import { Refused } from "../core/errors";
import { Store } from "../core/store";

/** What the server keeps: a version, and sections. */
export interface Kept {
  version: number;
}

export type SaveState = "saved" | "waiting" | "saving" | "refused" | "failed" | "conflict";

export interface DraftView<Profile extends Kept> {
  /** As it is on the screen: what was saved, with what is not saved yet over it. */
  value: Profile;
  state: SaveState;
  /** What the server said against which field. */
  fields: Readonly<Record<string, string>>;
  error: unknown;
}

type Send<Profile extends Kept> = (version: number, sections: Partial<Profile>) => Promise<Profile>;

/** Long enough to finish a word, short enough to forget about saving. */
const PAUSE_MS = 700;

export class Draft<Profile extends Kept> {
  readonly view: Store<DraftView<Profile>>;
  readonly #send: Send<Profile>;
  readonly #load: () => Promise<Profile>;
  #saved: Profile;
  /** Every section that was touched, as it is on the screen: a row nobody has written in yet stays there. */
  #screen: Partial<Profile> = {};
  #unsaved = new Set<keyof Profile>();
  #isConflict = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;

  constructor(saved: Profile, send: Send<Profile>, load: () => Promise<Profile>) {
    this.#saved = saved;
    this.#send = send;
    this.#load = load;
    this.view = new Store<DraftView<Profile>>({ value: saved, state: "saved", fields: {}, error: null });
  }

  /** What the server has: its version, completeness and all. */
  get saved(): Profile {
    return this.#saved;
  }

  set<Section extends keyof Profile>(section: Section, value: Profile[Section]): void {
    this.#screen = { ...this.#screen, [section]: value };
    this.#unsaved.add(section);
    clearTimeout(this.#timer);
    if (this.#isConflict) return this.#show("conflict", this.view.get().error);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
    this.#show("waiting");
  }

  /** Saves now what is not saved; resolves when that is done, well or not. After a conflict somebody decides first. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isConflict) return;
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
    await this.#saving;
  }

  /** After a conflict: save mine over what is there now, or take what is there. */
  async resolve(isMine: boolean): Promise<void> {
    this.#isConflict = false;
    if (!isMine) {
      this.#screen = {};
      this.#unsaved.clear();
    }
    this.#show(isMine ? "waiting" : "saved");
    await this.flush();
  }

  async #saveAll(): Promise<void> {
    while (this.#unsaved.size > 0) {
      const sections = [...this.#unsaved];
      this.#unsaved.clear();
      this.#show("saving");
      try {
        this.#saved = await this.#send(this.#saved.version, this.#picked(sections));
      } catch (error) {
        for (const section of sections) this.#unsaved.add(section);
        await this.#failed(error);
        return;
      }
      this.#show(this.#unsaved.size > 0 ? "waiting" : "saved");
    }
  }

  #picked(sections: readonly (keyof Profile)[]): Partial<Profile> {
    const picked: Partial<Profile> = {};
    for (const section of sections) picked[section] = this.#screen[section];
    return picked;
  }

  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof Refused)) return this.#show("failed", error);
    if (error.code !== "changed_elsewhere") return this.#show("refused", error, error.fields);
    try {
      this.#saved = await this.#load();
      this.#isConflict = true;
      this.#show("conflict", error);
    } catch (second) {
      this.#show("failed", second);
    }
  }

  #show(state: SaveState, error: unknown = null, fields: Readonly<Record<string, string>> = {}): void {
    this.view.set({ value: { ...this.#saved, ...this.#screen }, state, error, fields });
  }
}
