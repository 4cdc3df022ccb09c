/** Ways to copy a session into another calendar; each says that no later change reaches the copy. */
import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarPlus2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchCalendarLinks } from "./api";

const WEB = ["google", "outlook", "office365", "yahoo"] as const;

export function AddToCalendar({ bookingId, name }: { bookingId: string; name: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const [isOpen, setOpen] = useState(false);
  const links = useQuery({ queryKey: ["calendar-links", bookingId], queryFn: () => fetchCalendarLinks(bookingId), enabled: isOpen }).data;
  return (
    <Menu position="bottom-start" width={260} opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        <Button size="sm" variant="subtle" leftSection={<CalendarPlus2 size={17} aria-hidden="true" />} aria-label={t("copy.openFor", { name })} data-testid="add-to-calendar">
          {t("copy.open")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/api/bookings/${bookingId}/calendar`} download data-testid="calendar-file">
          {t("copy.file")}
        </Menu.Item>
        {WEB.map((way) => (
          <Menu.Item key={way} component="a" href={links?.[way]} target="_blank" rel="noopener noreferrer" disabled={!links} data-testid={`calendar-${way}`}>
            {t(`copy.${way}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("copy.hint")}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
