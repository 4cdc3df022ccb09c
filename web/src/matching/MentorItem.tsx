/** One mentor of a list: who it is, why, what to know, and what to do with it. */
import { ActionIcon, Badge, Button, Tooltip, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check, CircleAlert, EyeOff, Star } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "../core/languages";
import { shownName } from "../core/names";
import { Portrait } from "../core/ui/Portrait";
import { AskMentor } from "../mentorships/AskButton";
import { priceText } from "../profiles/model";
import { useOptions } from "../profiles/use";
import type { Found, MentorCard } from "./api";
import classes from "./Find.module.css";
import { remarksOf, wordsOf } from "./model";
import { useSentence } from "./sentences";
import { useStar } from "./use";

const LEVEL_COLOR = { strong: "olive", good: "aegean", possible: "gray" } as const;
const WRAPPING = { root: { height: "auto", minHeight: "1.625rem", maxWidth: "100%" }, label: { color: "var(--ink)", whiteSpace: "normal" } } as const;
const ICON = { size: 17, "aria-hidden": true } as const;

interface MentorItemProps {
  found: Found;
  /** Absent where setting aside makes no sense. */
  onDismiss?: () => void;
  /** Who stands in the same list, to be asked after this one. */
  others: readonly MentorCard[];
  isFocused?: boolean;
}

function Badges({ found }: { found: Found }): ReactNode {
  const { t, i18n } = useTranslation("matching");
  return (
    <div className={classes["badges"]}>
      {found.level && (
        <Badge color={LEVEL_COLOR[found.level]} variant="light" tt="none" size="lg" data-testid="level">
          {t(`level.${found.level}`)}
        </Badge>
      )}
      {found.isGuest && (
        <Badge color="clay" variant="light" tt="none" size="lg" title={t("guestHint")}>
          {t("guest")}
        </Badge>
      )}
      {found.rating && (
        <Badge color="sun" variant="light" tt="none" size="lg" styles={WRAPPING} leftSection={<Star size={14} aria-hidden="true" />} data-testid="rating">
          {t("rating", { stars: found.rating.stars.toLocaleString(i18n.language), count: found.rating.raters })}
        </Badge>
      )}
      {found.isInDemand && (
        <Badge color="gray" variant="outline" tt="none" size="lg">
          {t("demand")}
        </Badge>
      )}
    </div>
  );
}

function Tools({ found, name, onDismiss }: { found: Found; name: string; onDismiss: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation("matching");
  const star = useStar();
  const { isFavourite } = found;
  const word = t(isFavourite ? "unstar" : "star", { name });
  const dismiss = t("dismiss", { name });
  return (
    <div className={classes["tools"]}>
      <Tooltip label={word} openDelay={500}>
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" className={classes["star"]} data-on={isFavourite} aria-label={word} aria-pressed={isFavourite} onClick={() => star.mutate({ mentorId: found.mentor.id, isFavourite: !isFavourite })} data-testid="star">
          <Star size={20} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
      {onDismiss && (
        <Tooltip label={dismiss} openDelay={500}>
          <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={dismiss} onClick={onDismiss} data-testid="dismiss">
            <EyeOff size={20} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

function Why({ found, name }: { found: Found; name: string }): ReactNode {
  const { t } = useTranslation("matching");
  const sentence = useSentence();
  const remarks = remarksOf(found);
  const words = wordsOf(found);
  return (
    <div className={classes["said"]}>
      {found.reasons.length > 0 && (
        <ul className={classes["reasons"]} aria-label={t("reasons", { name })} data-testid="reasons">
          {found.reasons.map((said) => (
            <li key={said.code}>
              <Check {...ICON} />
              <span>{sentence(said, found.common)}</span>
            </li>
          ))}
        </ul>
      )}
      {found.caveat && (
        <p className={classes["caveat"]} data-testid="caveat">
          <CircleAlert {...ICON} />
          <span>
            <VisuallyHidden>{t("caveat")} </VisuallyHidden>
            {sentence(found.caveat, found.common)}
          </span>
        </p>
      )}
      {remarks.map((gate) => (
        <p key={gate} className={classes["caveat"]}>
          <CircleAlert {...ICON} />
          <span>{t(`told.${gate as "asked"}`)}</span>
        </p>
      ))}
      {words.length > 0 && (
        <p className={classes["met"]} data-testid="words">
          {t("words")}
          {words.map(({ mine, theirs }) => (
            <bdi key={mine}>{theirs === null ? mine : t("met", { mine, theirs })}</bdi>
          ))}
        </p>
      )}
    </div>
  );
}

function Facts({ mentor }: { mentor: MentorCard }): ReactNode {
  const { t, i18n } = useTranslation("matching");
  const profiles = useTranslation("profiles");
  const currencies = useOptions().data?.currencies ?? [];
  const { charge, languages, seniority, industries } = mentor;
  const digits = currencies.find(({ code }) => code === charge?.currency)?.minorDigits ?? 2;
  return (
    <p className={classes["facts"]}>
      {seniority && <span>{profiles.t(`seniority.${seniority}`)}</span>}
      {industries.slice(0, 2).map((one) => (
        <span key={one}>{profiles.t(`industry.${one}`)}</span>
      ))}
      <span>{new Intl.ListFormat(i18n.language, { type: "unit" }).format(languages.map(({ tag }) => languageName(tag, i18n.language)))}</span>
      <span>{charge ? priceText({ ...charge, trial: "" }, digits, i18n.language) : t("free")}</span>
    </p>
  );
}

export function MentorItem({ found, onDismiss, others, isFocused = false }: MentorItemProps): ReactNode {
  const { t } = useTranslation("matching");
  const { mentor } = found;
  const name = shownName(mentor.name, t("fallback"));
  const heading = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isFocused) heading.current?.focus();
  }, [isFocused]);
  return (
    <li className={classes["card"]} data-testid="mentor" data-name={mentor.name}>
      <Portrait name={name} photoUrl={mentor.photoUrl} size="4rem" />
      <div className={classes["who"]}>
        <div className={classes["top"]}>
          <div className={classes["names"]}>
            <h3 className={classes["name"]}>
              <Link to="/mentors/$mentorId" params={{ mentorId: mentor.id }} ref={heading}>
                <bdi>{name}</bdi>
              </Link>
            </h3>
            {mentor.headline !== "" && (
              <p className={classes["headline"]} dir="auto">
                {mentor.headline}
              </p>
            )}
            <Badges found={found} />
          </div>
          <Tools found={found} name={name} onDismiss={onDismiss} />
        </div>
      </div>
      <Why found={found} name={name} />
      <div className={classes["foot"]}>
        <Facts mentor={mentor} />
        <div className={classes["deeds"]}>
          <Button size="sm" variant="light" aria-label={t("lookAt", { name })} renderRoot={(props) => <Link to="/mentors/$mentorId" params={{ mentorId: mentor.id }} {...props} />} data-testid="look">
            {t("look")}
          </Button>
          <AskMentor mentor={mentor} others={others} />
        </div>
      </div>
    </li>
  );
}
