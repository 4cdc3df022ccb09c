/** A choice of what is done with our picture or sound, in a device's menu of the room. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "../Controls.module.css";
import type { LocalMedia, LocalState } from "../local";
import { RadioItem } from "../RadioItem";
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
        <RadioItem key={one.value} isUsed={one.value === value} isDisabled={isBusy || !one.isOffered} onChoose={() => choose(one.value)} testId={`${name}-${one.value}`}>
          {one.label}
        </RadioItem>
      ))}
      {note !== null && <p className={classes["unfit"]}>{note}</p>}
    </>
  );
}

export const BehindItems = ({ local, state }: ItemsProps): ReactNode => <Items {...useBehind(local, state)} />;
export const VoiceItems = ({ local, state }: ItemsProps): ReactNode => <Items {...useVoice(local, state)} />;
