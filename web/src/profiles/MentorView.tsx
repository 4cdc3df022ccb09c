/** A mentor as other people see them: what they offer, in their own words. */
import { Badge, Title } from "@mantine/core";
import { Clock, Coins, Languages, Moon, Star } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { zoneClock, zoneName } from "../accounts/model";
import { languageName } from "../core/languages";
import { shownName } from "../core/names";
import { Portrait } from "../core/ui/Portrait";
import { useNow } from "../core/useNow";
import { plainDate } from "../core/when";
import type { Mentor } from "./api";
import { WEEKDAYS, clockOf, dayName } from "./grid";
import { priceText } from "./model";
import { useOptions } from "./use";
import classes from "./MentorView.module.css";

interface MentorViewProps {
  mentor: Mentor;
  /** What one can do here: others put their buttons in. */
  actions?: ReactNode;
  /** Within a page that has a heading of its own. */
  isPreview?: boolean;
}

function Free({ mentor }: { mentor: Mentor }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  if (mentor.isOpen) {
    return (
      <Badge color="olive" variant="light" size="lg" tt="none">
        {t("see.open")}
      </Badge>
    );
  }
  const back = mentor.backOn ? t("see.back", { day: plainDate(mentor.backOn, i18n.language) }) : t("see.shut");
  return (
    <Badge color="gray" variant="light" size="lg" tt="none" leftSection={<Moon size={14} aria-hidden="true" />}>
      {back}
    </Badge>
  );
}

function Head({ mentor, actions, isPreview }: Required<MentorViewProps>): ReactNode {
  const { t } = useTranslation("profiles");
  const core = useTranslation("core");
  const name = shownName(mentor.name, core.t("somebody"));
  return (
    <header className={classes["head"]}>
      <Portrait name={name} photoUrl={mentor.photoUrl} size="5.5rem" />
      <div className={classes["who"]}>
        <Title order={isPreview ? 4 : 1} className={classes["name"]}>
          <bdi>{name}</bdi>
        </Title>
        {mentor.headline && (
          <p className={classes["headline"]} dir="auto">
            {mentor.headline}
          </p>
        )}
        <p className={classes["facts"]}>
          {mentor.seniority && <span>{t(`seniority.${mentor.seniority}`)}</span>}
          {mentor.industries.map((one) => (
            <span key={one}>{t(`industry.${one}`)}</span>
          ))}
        </p>
        <div className={classes["state"]}>
          <Free mentor={mentor} />
          {actions}
        </div>
      </div>
    </header>
  );
}

function Tags({ words }: { words: readonly string[] }): ReactNode {
  return (
    <ul className={classes["tags"]}>
      {words.map((word) => (
        <li key={word} className={classes["tag"]}>
          <bdi>{word}</bdi>
        </li>
      ))}
    </ul>
  );
}

interface PartProps {
  title: string;
  isShown?: boolean;
  isPreview: boolean;
  children: ReactNode;
}

function Part({ title, isShown = true, isPreview, children }: PartProps): ReactNode {
  if (!isShown) return null;
  return (
    <section className={classes["part"]}>
      <Title order={isPreview ? 5 : 2} className={classes["partTitle"]}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Week({ mentor }: { mentor: Mentor }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const now = useNow();
  const days = WEEKDAYS.map((weekday) => ({ weekday, windows: mentor.hours.filter((one) => one.weekday === weekday) })).filter(({ windows }) => windows.length > 0);
  return (
    <>
      <dl className={classes["week"]}>
        {days.map(({ weekday, windows }) => (
          <div key={weekday} className={classes["weekDay"]}>
            <dt>{dayName(weekday, i18n.language, "short")}</dt>
            <dd>{windows.map(({ startMinute, endMinute }) => `${clockOf(startMinute, i18n.language)} – ${clockOf(endMinute, i18n.language)}`).join(", ")}</dd>
          </div>
        ))}
      </dl>
      <p className={classes["soft"]}>{t("see.zone", { zone: zoneName(mentor.timeZone), clock: zoneClock(mentor.timeZone, now, i18n.language) })}</p>
    </>
  );
}

function Price({ mentor }: { mentor: Mentor }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const options = useOptions().data;
  const charge = mentor.price.charge ?? null;
  if (!charge) return t("see.free");
  const digits = options?.currencies.find(({ code }) => code === charge.currency)?.minorDigits ?? 2;
  return (
    <>
      {t("see.perSession", { price: priceText(charge, digits, i18n.language) })}. {charge.trial && <bdi>{charge.trial}. </bdi>}
      <span className={classes["soft"]}>{t("see.outside")}</span>
    </>
  );
}

function Aside({ mentor }: { mentor: Mentor }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const spoken = mentor.languages.map(({ tag, level }) => `${languageName(tag, i18n.language)} (${t(`see.level.${level}`)})`);
  const list = new Intl.ListFormat(i18n.language);
  return (
    <ul className={classes["aside"]}>
      {spoken.length > 0 && (
        <li>
          <Languages size={20} aria-hidden="true" />
          <span>{t("see.speaks", { languages: list.format(spoken) })}</span>
        </li>
      )}
      <li>
        <Coins size={20} aria-hidden="true" />
        <span>
          <Price mentor={mentor} />
        </span>
      </li>
      {mentor.styles.length > 0 && (
        <li>
          <Star size={20} aria-hidden="true" />
          <span>{t("see.styles", { styles: list.format(mentor.styles.map((one) => t(`style.${one}.name`))) })}</span>
        </li>
      )}
      {mentor.hours.length > 0 && (
        <li>
          <Clock size={20} aria-hidden="true" />
          <div>
            {t("see.week")}
            <Week mentor={mentor} />
          </div>
        </li>
      )}
    </ul>
  );
}

export function MentorView({ mentor, actions = null, isPreview = false }: MentorViewProps): ReactNode {
  const { t } = useTranslation("profiles");
  const { expertise, skills } = mentor.offer;
  return (
    <article className={classes["view"]} data-testid="mentor-view">
      <Head mentor={mentor} actions={actions} isPreview={isPreview} />
      <div className={classes["columns"]}>
        <div className={classes["main"]}>
          <Part title={t("see.offers")} isPreview={isPreview}>
            {expertise.length === 0 && <p className={classes["soft"]}>{t("see.missing")}</p>}
            <ul className={classes["lines"]}>
              {expertise.map((line) => (
                <li key={line} dir="auto">
                  {line}
                </li>
              ))}
            </ul>
          </Part>
          <Part title={t("see.skills")} isShown={skills.length > 0} isPreview={isPreview}>
            <Tags words={skills.map(({ text }) => text)} />
          </Part>
          <Part title={t("see.wants")} isShown={mentor.wanted.topics.length > 0} isPreview={isPreview}>
            <Tags words={mentor.wanted.topics} />
          </Part>
          <Part title={t("see.levels")} isShown={mentor.wanted.levels.length > 0} isPreview={isPreview}>
            <Tags words={mentor.wanted.levels.map((one) => t(`seniority.${one}`))} />
          </Part>
          <Part title={t("see.interests")} isShown={mentor.interests.length > 0} isPreview={isPreview}>
            <Tags words={mentor.interests} />
          </Part>
        </div>
        <Aside mentor={mentor} />
      </div>
    </article>
  );
}
