/** A choice of what is done with our picture or sound, in a device's menu of the room. */
import { Menu } from "@mantine/core";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import classes from "../Controls.module.css";
import type { LocalMedia, LocalState } from "../local";
import { type Choice, useBehind, useVoice } from "./use";

interface ItemsProps {
  local: LocalMedia;
  state: LocalState;
}

function Items({ name, title, options, value, isBusy, note, choose }: Choice): ReactNode {
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {options.map((one) => (
        <Menu.Item
          key={one.value}
          role="menuitemradio"
          aria-checked={one.value === value}
          disabled={isBusy || !one.isOffered}
          leftSection={<Check size={16} aria-hidden="true" visibility={one.value === value ? "visible" : "hidden"} />}
          onClick={() => choose(one.value)}
          data-testid={`${name}-${one.value}`}
        >
          {one.label}
        </Menu.Item>
      ))}
      {note !== null && <p className={classes["unfit"]}>{note}</p>}
    </>
  );
}

export const BehindItems = ({ local, state }: ItemsProps): ReactNode => <Items {...useBehind(local, state)} />;
export const VoiceItems = ({ local, state }: ItemsProps): ReactNode => <Items {...useVoice(local, state)} />;
