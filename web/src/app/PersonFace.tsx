/** Name and portrait of whoever is signed in, as the frame has them. */
import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../accounts/api";
import { shownName } from "../core/names";
import { Portrait } from "../core/ui/Portrait";
import classes from "./Shell.module.css";

export function PersonFace({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation("app");
  const core = useTranslation("core");
  const name = shownName(me.name, core.t("somebody"));
  return (
    <>
      <span className={classes["personName"]}>
        <bdi>{name}</bdi>
      </span>
      <VisuallyHidden>{t("nav.menu")}</VisuallyHidden>
      <Portrait name={name} photoUrl={me.photoUrl} size="2.5rem" />
    </>
  );
}
