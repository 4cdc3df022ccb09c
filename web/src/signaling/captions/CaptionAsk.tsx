/** Somebody asks for captions: what that means for our voice, our answer, and the way back from it. */
import { Button, Group } from "@mantine/core";
import { Captions } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../../core/names";
import { Notice } from "../../core/ui/Notice";
import aids from "../aids/Aids.module.css";
import type { CallState } from "../model";
import type { CaptionDesk } from "./use";

interface CaptionAskProps {
  call: CallState;
  desk: CaptionDesk;
}

function useNames({ call, desk }: CaptionAskProps): string {
  const { t, i18n } = useTranslation("core");
  const names = desk.askers.map((peerId) => isolated(shownName(call.peers.find((peer) => peer.peerId === peerId)?.name, t("somebody"))));
  return new Intl.ListFormat(i18n.language).format(names);
}

export function CaptionAsk({ call, desk }: CaptionAskProps): ReactNode {
  const { t } = useTranslation("signaling");
  const names = useNames({ call, desk });
  if (desk.problem !== null) {
    return (
      <Notice>
        {t(`aids.captions.problem.${desk.problem}`)} {desk.isKept && t("aids.captions.problemKept")}
        {!desk.isKept && (
          <Group gap="xs" mt="xs">
            <Button size="xs" variant="subtle" color="clay" onClick={() => desk.answer(false)}>
              {t("aids.captions.stop")}
            </Button>
          </Group>
        )}
      </Notice>
    );
  }
  if (!desk.mustAnswer) return null;
  const isLeak = !desk.isLocal && call.protection === "end_to_end";
  return (
    <div data-testid="caption-ask">
      <Notice tone="plain" title={t("aids.captions.askTitle", { name: names })}>
        {t(desk.isLocal ? "aids.captions.askLocal" : "aids.captions.askRemote")} {isLeak && t("aids.captions.askSealed")}
        <Group gap="xs" mt="xs">
          <Button size="xs" onClick={() => desk.answer(true)} data-testid="caption-agree">
            {t("aids.captions.agree")}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => desk.answer(false)} data-testid="caption-decline">
            {t("aids.captions.decline")}
          </Button>
        </Group>
      </Notice>
    </div>
  );
}

/** As long as our words are written it is to be seen, and to be stopped. */
export function WritingSign({ call, desk }: CaptionAskProps): ReactNode {
  const { t } = useTranslation("signaling");
  const names = useNames({ call, desk });
  // That words are kept is said by a sign of its own.
  if (!desk.isWriting || desk.isKept) return null;
  return (
    <div className={aids["pill"]} role="status" data-testid="caption-writing">
      <Captions size={17} aria-hidden="true" />
      <span>{t("aids.captions.writing", { names })}</span>
      <Button size="compact-xs" variant="white" onClick={() => desk.answer(false)}>
        {t("aids.captions.stop")}
      </Button>
    </div>
  );
}
