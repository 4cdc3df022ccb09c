/** Everything that is a person's own, behind their name; a part of its own, for menus weigh more than the rest of the frame. */
import { Menu, UnstyledButton } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { Activity, Anchor, BellRing, CalendarClock, Compass, Film, Gauge, House, LogOut, MessageCircleHeart, ShieldCheck, Telescope, UserRound, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../accounts/api";
import { useSignOut } from "../accounts/use";
import { LanguageItems } from "./LanguageMenu";
import { PersonFace } from "./PersonFace";
import classes from "./Shell.module.css";
import { useOtherLook } from "./useOtherLook";

/** `isOpen`: it was pressed before it was there. */
export function PersonMenu({ me, isOpen }: { me: Me; isOpen: boolean }): ReactNode {
  const { t } = useTranslation("app");
  const signOut = useSignOut();
  const navigate = useNavigate();
  const look = useOtherLook();
  const leave = (): void => {
    void navigate({ to: "/" });
    // What was kept for times without a network is nobody else's to find here.
    void import("../boards/shelf").then(({ forgetDocuments }) => forgetDocuments());
  };
  return (
    <Menu position="bottom-end" width={260} defaultOpened={isOpen}>
      <Menu.Target>
        <UnstyledButton className={classes["person"]} data-testid="person-menu">
          <PersonFace me={me} />
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
