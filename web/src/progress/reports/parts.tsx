/** What the parts of a report are made of: their frame, bars, links to their files. */
import { Anchor, Title } from "@mantine/core";
import { Download } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Sheet, sheetUrl } from "./api";
import classes from "./Reports.module.css";

interface File {
  programmeId: string;
  sheet: Sheet;
  /** In days; 0: all. */
  window: number;
}

export function SaveLink({ programmeId, sheet, window, label, children }: File & { label?: string; children: ReactNode }): ReactNode {
  return (
    <Anchor className={classes["save"] ?? ""} href={sheetUrl(programmeId, sheet, window)} download aria-label={label} data-testid={`save-${sheet}`}>
      <Download size={16} aria-hidden="true" /> {children}
    </Anchor>
  );
}

interface PartProps {
  title: string;
  hint: string;
  file?: File;
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
          <SaveLink {...file} label={`${t("save")}: ${title}`}>
            {t("save")}
          </SaveLink>
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
