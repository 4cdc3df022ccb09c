/** A sentence that must be seen: what failed or what to know, said to screen readers too. */
import { Alert } from "@mantine/core";
import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";

type Tone = "bad" | "good" | "plain";

const LOOK = {
  bad: { color: "clay", Icon: CircleAlert, role: "alert" },
  good: { color: "olive", Icon: CircleCheck, role: "status" },
  plain: { color: "aegean", Icon: Info, role: "status" },
} as const;

interface NoticeProps {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}

export function Notice({ tone = "bad", title, children }: NoticeProps): ReactNode {
  const { color, Icon, role } = LOOK[tone];
  return (
    <Alert
      color={color}
      variant="light"
      icon={<Icon aria-hidden="true" />}
      role={role}
      title={title}
      styles={{ message: { color: "var(--ink)", fontSize: "0.95rem" } }}
      {...(tone === "bad" ? { "data-testid": "error-message" } : {})}
    >
      {children}
    </Alert>
  );
}
