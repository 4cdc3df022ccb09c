/** What a signed-out visitor sees: what Ithaca is, and the way in. */
import { Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DoorOpen, Hourglass, LifeBuoy, Sailboat } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { HomecomingScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import classes from "./WelcomePage.module.css";

const POINTS = [
  ["link", DoorOpen],
  ["lobby", Hourglass],
  ["back", LifeBuoy],
  ["own", Sailboat],
] as const;

export function WelcomePage(): ReactNode {
  const { t } = useTranslation("app");
  useTitle("");
  return (
    <main className={classes["page"]} id="main">
      <section className={classes["hero"]}>
        <div className={classes["words"]}>
          <Title order={1} className={classes["title"]}>
            {t("welcome.title")}
          </Title>
          <p className={classes["lead"]}>{t("welcome.lead")}</p>
          <div className={classes["deeds"]}>
            <Button size="xl" color="clay" renderRoot={(props) => <Link to="/sign-up" search={{ next: "/" }} {...props} />}>
              {t("welcome.start")}
            </Button>
            <Button size="xl" variant="subtle" renderRoot={(props) => <Link to="/sign-in" search={{ next: "/" }} {...props} />}>
              {t("welcome.have")}
            </Button>
          </div>
        </div>
        <HomecomingScene className={classes["scene"]} />
      </section>
      <ul className={classes["points"]}>
        {POINTS.map(([point, Icon]) => (
          <li key={point} className={classes["point"]}>
            <Icon size={27} aria-hidden="true" className={classes["icon"]} />
            <h2>{t(`welcome.points.${point}`)}</h2>
            <p>{t(`welcome.points.${point}Hint`)}</p>
          </li>
        ))}
      </ul>
      <figure className={classes["quote"]}>
        <blockquote>{t("welcome.quote")}</blockquote>
        <figcaption>{t("welcome.quoteBy")}</figcaption>
      </figure>
    </main>
  );
}
