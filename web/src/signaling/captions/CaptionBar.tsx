/** Captions over the stage: whose words, in the chosen size and language, with honest words where there are none. */
import { ActionIcon, CloseButton, NativeSelect, Popover, SegmentedControl, Select } from "@mantine/core";
import { Settings2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "../../core/languages";
import { isolated, shownName } from "../../core/names";
import { CAPTION_COLOURS, CAPTION_FONTS, CAPTION_PLACES, CAPTION_SIZES, type CaptionColour, type Look, setLook } from "../aids/look";
import type { CallState } from "../model";
import type { Captioning } from "../socket";
import classes from "./Captions.module.css";
import { READ, SPOKEN, choices } from "./languages";
import type { CaptionLine } from "./lines";
import { translatorKind } from "./speech";
import { useSpoken, useTranslated } from "./use";

/** "Nobody" of Mantine's selection. */
const NOT = "not";

/** How the words look, for the bar and for its preview alike. */
const styleOf = ({ captionSize, captionFont, captionColour }: Look): Record<`data-${string}`, string> => ({ "data-size": captionSize, "data-font": captionFont, "data-colour": captionColour });

function Preview({ look }: { look: Look }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <div className={classes["preview"]} role="img" aria-label={t("aids.captions.preview")} {...styleOf(look)} data-testid="caption-preview">
      <div className={classes["lines"]} {...styleOf(look)}>
        <p>
          <b>{t("aids.captions.previewName")}</b> <span>{t("aids.captions.previewWords")}</span>
        </p>
      </div>
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  id: string;
  label: string;
  value: Value;
  data: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

function Chosen<Value extends string>({ id, label, value, data, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <div>
      <span className={classes["label"]} id={id}>
        {label}
      </span>
      <SegmentedControl fullWidth size="xs" aria-labelledby={id} value={value} onChange={(chosen) => onChange(chosen as Value)} data={data} />
    </div>
  );
}

function Settings({ look }: { look: Look }): ReactNode {
  const { t, i18n } = useTranslation("signaling");
  const spoken = useSpoken();
  const canTranslate = translatorKind() !== null;
  const targets = [{ value: NOT, label: t("aids.captions.translateNot") }, ...choices(READ, i18n.language)];
  const colours = CAPTION_COLOURS.map((value) => ({ value, label: t(`aids.captions.colour.${value}`) }));
  return (
    <div className={classes["settings"]}>
      <Preview look={look} />
      <Chosen id="caption-size" label={t("aids.captions.size")} value={look.captionSize} onChange={(captionSize) => setLook({ captionSize })} data={CAPTION_SIZES.map((value) => ({ value, label: t(`aids.captions.sizes.${value}`) }))} />
      <Chosen id="caption-font" label={t("aids.captions.font")} value={look.captionFont} onChange={(captionFont) => setLook({ captionFont })} data={CAPTION_FONTS.map((value) => ({ value, label: t(`aids.captions.fonts.${value}`) }))} />
      <Chosen id="caption-place" label={t("aids.captions.place")} value={look.captionPlace} onChange={(captionPlace) => setLook({ captionPlace })} data={CAPTION_PLACES.map((value) => ({ value, label: t(`aids.captions.places.${value}`) }))} />
      <NativeSelect label={t("aids.captions.colours")} data={colours} value={look.captionColour} onChange={({ currentTarget }) => setLook({ captionColour: currentTarget.value as CaptionColour })} data-testid="caption-colour" />
      <Select label={t("aids.captions.translate")} description={canTranslate ? null : t("aids.captions.noTranslator")} disabled={!canTranslate} searchable allowDeselect={false} data={targets} value={look.translation ?? NOT} onChange={(value) => setLook({ translation: value === NOT ? null : value })} comboboxProps={{ withinPortal: false }} />
      <Select label={t("aids.captions.spoken")} description={t("aids.captions.spokenHint")} searchable allowDeselect={false} data={choices(SPOKEN, i18n.language)} value={spoken} onChange={(value) => setLook({ spoken: value })} comboboxProps={{ withinPortal: false }} />
    </div>
  );
}

interface LinesProps {
  call: CallState;
  look: Look;
}

function Line({ line, name, translated }: { line: CaptionLine; name: string; translated: string | null | undefined }): ReactNode {
  return (
    <p data-final={line.isFinal} data-testid="caption">
      <b>
        <bdi>{name}</bdi>
      </b>{" "}
      <span dir="auto">{translated ?? line.text}</span>
    </p>
  );
}

/** Names of peers by what their browsers do; those of whom nothing is known yet are asked. */
function useStandings(call: CallState): Record<Captioning | "asking", string[]> {
  const { t } = useTranslation("core");
  const standings: Record<Captioning | "asking", string[]> = { writing: [], declined: [], unable: [], asking: [] };
  for (const { peerId, name } of call.peers) {
    const state = call.captions.captioners.find((one) => one.peerId === peerId)?.state ?? "asking";
    standings[state].push(isolated(shownName(name, t("somebody"))));
  }
  return standings;
}

/** Why there is nothing to read. */
function Standing({ call }: { call: CallState }): ReactNode {
  const { t, i18n } = useTranslation("signaling");
  const { writing, ...others } = useStandings(call);
  const list = new Intl.ListFormat(i18n.language);
  if (call.peers.length === 0) return <p className={classes["standing"]}>{t("aids.captions.alone")}</p>;
  return (
    <div className={classes["standing"]} data-testid="caption-standing">
      <p>{t(writing.length > 0 ? "aids.captions.waiting" : "aids.captions.nobody")}</p>
      {(["asking", "declined", "unable"] as const).map((state) => others[state].length > 0 && <p key={state}>{t(`aids.captions.${state}`, { names: list.format(others[state]) })}</p>)}
    </div>
  );
}

function Lines({ call, look }: LinesProps): ReactNode {
  const { t, i18n } = useTranslation("signaling");
  const core = useTranslation("core");
  const translated = useTranslated(call.lines, look.translation);
  const failed = call.lines.find(({ id }) => translated.get(id) === null);
  const nameOf = (peerId: string): string => shownName(call.peers.find((peer) => peer.peerId === peerId)?.name, core.t("somebody"));
  return (
    <>
      <div className={classes["lines"]} role="log" aria-live="off" aria-label={t("aids.captions.title")} {...styleOf(look)}>
        {call.lines.map((line) => (
          <Line key={line.id} line={line} name={nameOf(line.peerId)} translated={translated.get(line.id)} />
        ))}
      </div>
      {failed && look.translation !== null && <p className={classes["standing"]}>{t("aids.captions.noPair", { from: languageName(failed.language, i18n.language), to: languageName(look.translation, i18n.language) })}</p>}
      {call.lines.length === 0 && <Standing call={call} />}
    </>
  );
}

interface CaptionBarProps extends LinesProps {
  onClose: () => void;
}

export function CaptionBar({ call, look, onClose }: CaptionBarProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes["bar"]} aria-label={t("aids.captions.title")} data-place={look.captionPlace} {...styleOf(look)} data-testid="captions">
      <div className={classes["words"]}>
        {/* One child of a column that begins at its end: the newest line is in sight. */}
        <div>
          <Lines call={call} look={look} />
        </div>
      </div>
      <div className={classes["buttons"]}>
        <Popover opened={isOpen} onChange={setOpen} position={look.captionPlace === "top" ? "bottom-end" : "top-end"} width={340} trapFocus returnFocus radius="lg" shadow="lg">
          <Popover.Target>
            <ActionIcon variant="transparent" size="lg" className={classes["button"]} aria-label={t("aids.captions.settings")} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)} data-testid="caption-settings">
              <Settings2 size={18} aria-hidden="true" />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <Settings look={look} />
          </Popover.Dropdown>
        </Popover>
        <CloseButton variant="transparent" size="lg" className={classes["button"]} aria-label={t("aids.captions.off")} onClick={onClose} />
      </div>
    </section>
  );
}
