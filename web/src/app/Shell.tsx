/** The frame of every page but the session itself: name, menu, content. */
import { ActionIcon, Button, Menu, UnstyledButton, VisuallyHidden, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { Activity, Anchor, BellRing, CalendarClock, CalendarDays, Compass, Film, Gauge, HeartHandshake, House, LogOut, MessageCircleHeart, MoonStar, ShieldCheck, Sun, Telescope, UserRound, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../accounts/api";
import { useMe, useSignOut, useSignedOutWatch } from "../accounts/use";
import { useLiveMessages, useUnreadCount } from "../chat/use";
import { shownName } from "../core/names";
import { Brand } from "../core/ui/Brand";
import { Portrait } from "../core/ui/Portrait";
import { useWaitingCount } from "../mentorships/use";
import { Bell } from "../notifications/Bell";
import { useToAnswerCount } from "../scheduling/use";
import { LanguageButton, LanguageItems, useOwnLanguage } from "./LanguageMenu";
import classes from "./Shell.module.css";

/** The other look: what it is called, its sign, the way to it. */
function useOtherLook(): { word: string; Sign: typeof Sun; go: () => void } {
  const { t } = useTranslation("app");
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  return { word: t(isDark ? "nav.toLight" : "nav.toDark"), Sign: isDark ? Sun : MoonStar, go: () => setColorScheme(isDark ? "light" : "dark") };
}

/** For strangers; who is signed in has it in their menu, for a phone is narrow. */
function LookButton(): ReactNode {
  const { word, Sign, go } = useOtherLook();
  return (
    <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={word} onClick={go} className={classes["scheme"]}>
      <Sign size={21} aria-hidden="true" />
    </ActionIcon>
  );
}

function Outside(): ReactNode {
  return (
    <>
      <LanguageButton />
      <LookButton />
    </>
  );
}

/** Always in sight, with what waits for an answer. */
function MentorshipsLink(): ReactNode {
  const { t } = useTranslation("app");
  const waiting = useWaitingCount(true);
  const unread = useUnreadCount(true);
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
function CalendarLink(): ReactNode {
  const { t } = useTranslation("app");
  const count = useToAnswerCount(true);
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

function PersonMenu({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation("app");
  const core = useTranslation("core");
  const signOut = useSignOut();
  const navigate = useNavigate();
  const name = shownName(me.name, core.t("somebody"));
  const look = useOtherLook();
  const leave = (): void => {
    void navigate({ to: "/" });
    // What was kept for times without a network is nobody else's to find here.
    void import("../boards/shelf").then(({ forgetDocuments }) => forgetDocuments());
  };
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes["person"]} data-testid="person-menu">
          <span className={classes["personName"]}>
            <bdi>{name}</bdi>
          </span>
          <VisuallyHidden>{t("nav.menu")}</VisuallyHidden>
          <Portrait name={name} photoUrl={me.photoUrl} size="2.5rem" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes["menu"]}>
        <Menu.Label>
          <bdi>{me.email}</bdi>
        </Menu.Label>
        <Menu.Item leftSection={<House size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/" {...props} />}>
          {t("nav.home")}
        </Menu.Item>
        {me.roles.includes("mentor") && (
          <Menu.Item leftSection={<CalendarClock size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/availability" {...props} />} data-testid="nav-availability">
            {t("nav.availability")}
          </Menu.Item>
        )}
        {me.roles.includes("mentee") && (
          <Menu.Item leftSection={<Telescope size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/mentors" search={{}} {...props} />} data-testid="nav-find">
            {t("nav.find")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Waypoints size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/programmes" {...props} />}>
          {t("nav.programmes")}
        </Menu.Item>
        <Menu.Item leftSection={<MessageCircleHeart size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/feedback" {...props} />} data-testid="nav-feedback">
          {t("nav.feedback")}
        </Menu.Item>
        <Menu.Item leftSection={<Film size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/recordings" {...props} />}>
          {t("nav.recordings")}
        </Menu.Item>
        <Menu.Item leftSection={<UserRound size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/profile" {...props} />}>
          {t("nav.profile")}
        </Menu.Item>
        {me.roles.includes("mentee") && (
          <Menu.Item leftSection={<Anchor size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/profile/mentee" search={{}} {...props} />}>
            {t("nav.seek")}
          </Menu.Item>
        )}
        {me.roles.includes("mentor") && (
          <Menu.Item leftSection={<Compass size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/profile/mentor" search={{}} {...props} />}>
            {t("nav.offer")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<ShieldCheck size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/security" {...props} />}>
          {t("nav.security")}
        </Menu.Item>
        <Menu.Item leftSection={<BellRing size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/settings/notices" {...props} />}>
          {t("nav.notices")}
        </Menu.Item>
        <Menu.Item leftSection={<Gauge size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/check" search={{}} {...props} />}>
          {t("nav.check")}
        </Menu.Item>
        {me.isOperator && (
          <Menu.Item leftSection={<Activity size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/operator" {...props} />}>
            {t("nav.operator")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<look.Sign size={18} aria-hidden="true" />} onClick={look.go} closeMenuOnClick={false}>
          {look.word}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("nav.language")}</Menu.Label>
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={18} aria-hidden="true" />} onClick={() => signOut.mutate(undefined, { onSuccess: leave })} data-testid="sign-out">
          {t("nav.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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

export function Shell(): ReactNode {
  const { t } = useTranslation("app");
  const me = useMe();
  useSignedOutWatch();
  useOwnLanguage();
  useLiveMessages(Boolean(me.data));
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
          {me.data && <CalendarLink />}
          {me.data && <MentorshipsLink />}
          {me.data && <Bell />}
          {me.data ? <PersonMenu me={me.data} /> : <Outside />}
          {!me.data && me.isSuccess && <Entrances />}
        </nav>
      </header>
      <Outlet />
    </div>
  );
}
