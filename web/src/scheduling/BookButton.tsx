/** "Book a time", wherever a mentee meets their mentor; nothing for everybody else. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CalendarPlus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePairs } from "../mentorships/use";

export function BookButton({ mentorId }: { mentorId: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const isTheirs = (usePairs().data ?? []).some(({ side, state, other }) => side === "mentee" && state === "active" && other?.id === mentorId);
  if (!isTheirs) return null;
  return (
    <Button size="sm" leftSection={<CalendarPlus size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/mentors/$mentorId/book" params={{ mentorId }} {...props} />} data-testid="book-open">
      {t("open")}
    </Button>
  );
}
