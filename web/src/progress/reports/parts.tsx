/** What the parts of a report are made of: their frame, bars, tables that scroll. */
import { Anchor, Title } from "@mantine/core";
import { Download } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Sheet, sheetUrl } from "./api";
import classes from "./Reports.module.css";

interface PartProps {
  title: string;
  hint: string;
  file?: { programmeId: string; sheet: Sheet; window: number };
  testId: string;
  children: ReactNode;
}

export function Part({ title, hint, file, testId, children }: PartProps): ReactNode {
  const { t } = useTranslation("reports");
  return (
    <section className={classes["part"]} aria-labelledby={`${testId}-title`} data-testid={testId}>
      <div className={classes["partHead"]}>
        <Title order={2} id={`${testId}-title`}>
          {title}
        </Title>
        {file && (
          <Anchor className={classes["save"] ?? ""} href={sheetUrl(file.programmeId, file.sheet, file.window)} download aria-label={`${t("save")}: ${title}`} data-testid={`save-${file.sheet}`}>
            <Download size={16} aria-hidden="true" /> {t("save")}
          </Anchor>
        )}
      </div>
      <p className={classes["hint"]}>{hint}</p>
      {children}
    </section>
  );
}

/** Nothing that the number beside it does not say. */
export function Bar({ share, tone = "plain" }: { share: number; tone?: "plain" | "place" | "stalled" }): ReactNode {
  const style = { "--share": share, "--least": share > 0 ? "3px" : "0" } as CSSProperties;
  return (
    <div className={classes["bar"]} data-tone={tone} style={style} aria-hidden="true">
      <span />
    </div>
  );
}

/** A table that may be wider than a phone; who has no mouse scrolls it with the arrow keys. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes["scroll"]} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
