/** The cards of goals that a canvas draws for its embedded elements. */
import type { ExcalidrawProps } from "@excalidraw/excalidraw/types";
import { useCallback } from "react";
import type { Desk } from "../desk";
import { Card } from "./Card";

export const useCards = (desk: Desk | null): NonNullable<ExcalidrawProps["renderEmbeddable"]> =>
  useCallback(
    (element) => {
      const goalId: unknown = element.customData?.["goalId"];
      return typeof goalId === "string" ? <Card desk={desk} goalId={goalId} /> : null;
    },
    [desk],
  );
