/** The languages of the application, each by its own name; chosen for this device and, of who is signed in, for their letters too. */
import { ActionIcon, Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Check, Languages } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useChangeMe, useMe } from "../accounts/use";
import { keepLanguage, speak, withRegion } from "../core/i18n";
import { LANGUAGES, type LanguageTag, ownName, primaryOf } from "../core/languages";
import classes from "./Shell.module.css";
import { loadTongue } from "./tongues";

function useLanguage(): { tag: string; choose: (tag: LanguageTag) => void } {
  const { t, i18n } = useTranslation("app");
  const me = useMe().data;
  const change = useChangeMe();
  const choose = (tag: LanguageTag): void => {
    speak(i18n, withRegion(tag), loadTongue).then(
      () => {
        keepLanguage(tag);
        if (me && primaryOf(me.locale) !== tag) change.mutate({ locale: tag });
      },
      () => notifications.show({ color: "red", message: t("nav.languageFailed") }),
    );
  };
  return { tag: primaryOf(i18n.language), choose };
}

/** Rows for a menu that is open. */
export function LanguageItems(): ReactNode {
  const { tag, choose } = useLanguage();
  return LANGUAGES.map((one) => (
    <Menu.Item
      key={one}
      // Mantine has a role of its own here, in which nothing can be checked.
      renderRoot={(props) => <UnstyledButton {...props} role="menuitemradio" aria-checked={one === tag} />}
      leftSection={one === tag ? <Check size={18} aria-hidden="true" /> : <span className={classes["noSign"]} />}
      onClick={() => choose(one)}
      data-testid={`language-${one}`}
    >
      <bdi lang={one}>{ownName(one)}</bdi>
    </Menu.Item>
  ));
}

/** For strangers; who is signed in has the rows in their menu. */
export function LanguageButton(): ReactNode {
  const { t, i18n } = useTranslation("app");
  const tag = primaryOf(i18n.language);
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" className={classes["scheme"]} data-testid="language-menu">
          <Languages size={21} aria-hidden="true" />
          <VisuallyHidden>
            {t("nav.language")}: {ownName(tag)}
          </VisuallyHidden>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes["menu"]}>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  );
}
