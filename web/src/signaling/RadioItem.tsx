/** One of several things of a menu of which one holds. */
import { Menu } from "@mantine/core";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

interface RadioItemProps {
  isUsed: boolean;
  onChoose: () => void;
  isDisabled?: boolean;
  testId?: string;
  children: ReactNode;
}

export function RadioItem({ isUsed, onChoose, isDisabled = false, testId, children }: RadioItemProps): ReactNode {
  return (
    <Menu.Item role="menuitemradio" aria-checked={isUsed} disabled={isDisabled} leftSection={<Check size={16} aria-hidden="true" visibility={isUsed ? "visible" : "hidden"} />} onClick={onChoose} data-testid={testId}>
      {children}
    </Menu.Item>
  );
}
