/** What somebody shows over their tile: the raised hand with its place in the row, and reactions that float away. */
import { Hand } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Gestures.module.css";
import { SIGNS, type Shown, reactionsOf } from "./model";

export function HandMark({ place }: { place: number }): ReactNode {
  const { t } = useTranslation("signaling");
  const words = t("aids.hand.place", { place });
  return (
    <span className={classes["hand"]} role="img" aria-label={words} title={words} data-testid="hand">
      <Hand size={16} aria-hidden="true" />
      <b aria-hidden="true">{place}</b>
    </span>
  );
}

/** The live region tells of them; here they are for the eye only. */
function Reactions({ shown, peerId }: { shown: readonly Shown[]; peerId: string }): ReactNode {
  const own = reactionsOf(shown, peerId);
  if (own.length === 0) return null;
  return (
    <div className={classes["float"]} aria-hidden="true" data-testid="reactions">
      {own.map(({ id, reaction }) => (
        <span key={id} data-lane={id % 5} data-reaction={reaction}>
          {SIGNS[reaction]}
        </span>
      ))}
    </div>
  );
}

export function Signs({ shown, peerId, handPlace }: { shown: readonly Shown[]; peerId: string; handPlace: number | null }): ReactNode {
  return (
    <>
      <Reactions shown={shown} peerId={peerId} />
      {handPlace !== null && (
        <div className={classes["corner"]}>
          <HandMark place={handPlace} />
        </div>
      )}
    </>
  );
}
