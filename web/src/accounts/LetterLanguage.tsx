/** In which language letters and notices come, each called by its own name; saved as it is chosen. */
import { Group, Radio } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { ownName } from "../core/languages";
import { LETTER_LANGUAGES, letterLanguageOf } from "./model";
import { useChangeMe, useMe } from "./use";

export function LetterLanguage({ label }: { label: string }): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const me = useMe().data;
  const change = useChangeMe();
  if (!me) return null;
  const shown = change.isPending ? change.variables.locale : null;
  return (
    <>
      <Radio.Group value={letterLanguageOf(shown ?? me.locale)} onChange={(locale) => change.mutate({ locale })} aria-label={label}>
        <Group gap="0.6rem 1.4rem">
          {LETTER_LANGUAGES.map((tag) => (
            <Radio key={tag} value={tag} label={<bdi lang={tag}>{ownName(tag)}</bdi>} data-testid={`letters-${tag}`} />
          ))}
        </Group>
      </Radio.Group>
      {change.error && <Notice>{say(change.error)}</Notice>}
      <span role="status" data-testid="letters-state">
        {change.isSuccess ? t("letters.saved") : ""}
      </span>
    </>
  );
}
