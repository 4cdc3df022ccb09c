/** Mentor, mentee or both: two real checkboxes that look like cards. */
import { Anchor, Compass } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./RoleCards.module.css";

export type Role = "mentor" | "mentee";

const ROLES = [
  { role: "mentor", Icon: Compass, hint: "signUp.mentorHint", label: "signUp.mentor" },
  { role: "mentee", Icon: Anchor, hint: "signUp.menteeHint", label: "signUp.mentee" },
] as const;

interface RoleCardsProps {
  legend: string;
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
  error?: ReactNode;
}

export function RoleCards({ legend, value, onChange, error }: RoleCardsProps): ReactNode {
  const { t } = useTranslation("accounts");
  const toggle = (role: Role): void =>
    onChange(value.includes(role) ? value.filter((other) => other !== role) : [...value, role]);
  return (
    <fieldset className={classes["set"]} aria-describedby={error ? "roles-error" : undefined}>
      <legend className={classes["legend"]}>{legend}</legend>
      <div className={classes["cards"]}>
        {ROLES.map(({ role, Icon, hint, label }) => (
          <label key={role} className={classes["card"]}>
            <input
              type="checkbox"
              className={classes["box"]}
              checked={value.includes(role)}
              onChange={() => toggle(role)}
              data-testid={`role-${role}`}
            />
            <Icon size={22} aria-hidden="true" className={classes["icon"]} />
            <span className={classes["label"]}>{t(label)}</span>
            <span className={classes["hint"]}>{t(hint)}</span>
          </label>
        ))}
      </div>
      <p className={error ? classes["error"] : classes["both"]} id="roles-error" role={error ? "alert" : undefined}>
        {error || t("signUp.bothHint")}
      </p>
    </fieldset>
  );
}
