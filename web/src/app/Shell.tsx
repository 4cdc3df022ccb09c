/** The frame of every page but the session itself: name, menu, content. */
import { ActionIcon, Button, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link, Outlet } from "@tanstack/react-router";
import { CalendarDays, CloudOff, HeartHandshake } from "lucide-react";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../accounts/api";
import { useMe, useSignedOutWatch } from "../accounts/use";
import { useLiveMessages, useUnreadCount } from "../chat/use";
import { Brand } from "../core/ui/Brand";
import { useIsOnline } from "../core/useIsOnline";
import { useWaitingCount } from "../mentorships/use";
import { useToAnswerCount } from "../scheduling/use";
import { PersonFace } from "./PersonFace";
import classes from "./Shell.module.css";
import { useIsCalm } from "./useIsCalm";
import { useOtherLook } from "./useOtherLook";
import { useOwnLanguage } from "./useOwnLanguage";

// What opens weighs more than the frame itself; it comes when the page stands, into a place that is kept for it.
const PersonMenu = lazy(async () => ({ default: (await import("./PersonMenu")).PersonMenu }));
const LanguageButton = lazy(async () => ({ default: (await import("./LanguageMenu")).LanguageButton }));
const Bell = lazy(async () => ({ default: (await import("../notifications/Bell")).Bell }));
const Notifications = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

/** For strangers; who is signed in has it in their menu, for a phone is narrow. */
function LookButton(): ReactNode {
  const { word, Sign, go } = useOtherLook();
  return (
    <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={word} onClick={go} className={classes["scheme"]}>
      <Sign size={21} aria-hidden="true" />
    </ActionIcon>
  );
}

function Outside({ isCalm }: { isCalm: boolean }): ReactNode {
  return (
    <>
      <Suspense fallback={<span className={classes["place"]} />}>{isCalm ? <LanguageButton /> : <span className={classes["place"]} />}</Suspense>
      <LookButton />
    </>
  );
}

function Inside({ me, isCalm, onHurry }: { me: Me; isCalm: boolean; onHurry: () => void }): ReactNode {
  const [isWished, setWished] = useState(false);
  const wish = (): void => {
    setWished(true);
    onHurry();
  };
  const face = (
    <UnstyledButton className={classes["person"]} aria-busy="true" onClick={wish}>
      <PersonFace me={me} />
    </UnstyledButton>
  );
  return (
    <>
      <Suspense fallback={<span className={classes["place"]} />}>{isCalm ? <Bell /> : <span className={classes["place"]} />}</Suspense>
      <Suspense fallback={face}>{isCalm ? <PersonMenu me={me} isOpen={isWished} /> : face}</Suspense>
    </>
  );
}

/** Always in sight, with what waits for an answer. */
function MentorshipsLink({ isCalm }: { isCalm: boolean }): ReactNode {
  const { t } = useTranslation("app");
  const waiting = useWaitingCount(isCalm);
  const unread = useUnreadCount(isCalm);
  const count = waiting + unread;
  return (
    <Link to="/mentorships" className={classes["link"]} data-testid="nav-mentorships">
      <HeartHandshake size={21} aria-hidden="true" />
      <span className={classes["linkWord"]}>{t("nav.mentorships")}</span>
      {count > 0 && (
        <span className={classes["count"]} data-testid="nav-waiting">
          {count}
          {waiting > 0 && <VisuallyHidden>{t("nav.waiting", { count: waiting })}</VisuallyHidden>}
          {unread > 0 && <VisuallyHidden>{t("nav.unread", { count: unread })}</VisuallyHidden>}
        </span>
      )}
    </Link>
  );
}

/** The same for times: with the wishes that wait for a yes. */
function CalendarLink({ isCalm }: { isCalm: boolean }): ReactNode {
  const { t } = useTranslation("app");
  const count = useToAnswerCount(isCalm);
  return (
    <Link to="/calendar" className={classes["link"]} data-testid="nav-calendar">
      <CalendarDays size={21} aria-hidden="true" />
      <span className={classes["linkWord"]}>{t("nav.calendar")}</span>
      {count > 0 && (
        <span className={classes["count"]} data-testid="nav-to-answer">
          {count}
          <VisuallyHidden>{t("nav.toAnswer", { count })}</VisuallyHidden>
        </span>
      )}
    </Link>
  );
}

function Entrances(): ReactNode {
  const { t } = useTranslation("app");
  return (
    <>
      <Button variant="subtle" size="sm" renderRoot={(props) => <Link to="/sign-in" search={{ next: "/" }} {...props} />}>
        {t("nav.signIn")}
      </Button>
      <Button size="sm" className={classes["signUp"]} renderRoot={(props) => <Link to="/sign-up" search={{ next: "/" }} {...props} />}>
        {t("nav.signUp")}
      </Button>
    </>
  );
}

/** The place is there before the words are: what appears in it is read out. */
function OfflineLine(): ReactNode {
  const { t } = useTranslation("core");
  const isOnline = useIsOnline();
  return (
    <div role="status">
      {!isOnline && (
        <p className={classes["offline"]} data-testid="offline">
          <CloudOff size={18} aria-hidden="true" /> {t("offline")}
        </p>
      )}
    </div>
  );
}

export function Shell(): ReactNode {
  const { t } = useTranslation("app");
  const me = useMe();
  const { isCalm, hurry } = useIsCalm();
  useSignedOutWatch();
  useOwnLanguage();
  useLiveMessages(Boolean(me.data) && isCalm);
  return (
    <div className={classes["shell"]}>
      <a href="#main" className={classes["skip"]}>
        {t("skip")}
      </a>
      <header className={classes["head"]}>
        <Link to="/" className={classes["brand"]} aria-label="Ithaca">
          <Brand />
        </Link>
        <nav className={classes["nav"]}>
          {me.data && <CalendarLink isCalm={isCalm} />}
          {me.data && <MentorshipsLink isCalm={isCalm} />}
          {me.data && <Inside me={me.data} isCalm={isCalm} onHurry={hurry} />}
          {!me.data && !me.isPending && <Outside isCalm={isCalm} />}
          {!me.data && me.isSuccess && <Entrances />}
        </nav>
      </header>
      <OfflineLine />
      <Outlet />
      {isCalm && (
        <Suspense fallback={null}>
          <Notifications position="top-center" />
        </Suspense>
      )}
    </div>
  );
}
