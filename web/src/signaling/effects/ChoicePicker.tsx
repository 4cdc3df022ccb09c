/** A choice of what is done with our picture or sound, in the lobby, where it is seen and heard at once. */
import { Input, SegmentedControl } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { LocalMedia, LocalState } from "../local";
import { type Choice, useBehind, useVoice } from "./use";

interface PickerProps {
  local: LocalMedia;
  state: LocalState;
}

function Picker({ name, title, options, value, isBusy, note, choose }: Choice): ReactNode {
  const [labelId, noteId] = [useId(), useId()];
  return (
    <div data-testid={name} data-effect={value} data-busy={isBusy}>
      <Input.Label component="div" id={labelId}>
        {title}
      </Input.Label>
      <SegmentedControl
        fullWidth
        size="sm"
        aria-labelledby={labelId}
        aria-describedby={note === null ? undefined : noteId}
        readOnly={isBusy}
        value={value}
        data={options.map((one) => ({ value: one.value, label: one.label, disabled: !one.isOffered }))}
        onChange={choose}
      />
      {note !== null && (
        <Input.Description id={noteId} mt={4}>
          {note}
        </Input.Description>
      )}
    </div>
  );
}

export const BehindPicker = ({ local, state }: PickerProps): ReactNode => <Picker {...useBehind(local, state)} />;
export const VoicePicker = ({ local, state }: PickerProps): ReactNode => <Picker {...useVoice(local, state)} />;
