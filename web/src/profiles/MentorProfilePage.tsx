/** The form in which somebody tells what they offer. */
import { type ReactNode, useState } from "react";
import type { Me } from "../accounts/api";
import { useMe } from "../accounts/use";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import type { MentorProfile } from "./api";
import { MannerStep } from "./MannerStep";
import { type Step, resumeAt, screenFields } from "./model";
import { OfferStep } from "./OfferStep";
import { OverStep } from "./OverStep";
import { PauseAndSight } from "./PauseAndSight";
import { TermsStep } from "./TermsStep";
import { type Editing, useMentor, useMentorDraft, useOptions } from "./use";
import { WeekStep } from "./WeekStep";
import { Wizard } from "./Wizard";
import { YouStep } from "./YouStep";

interface BodyProps {
  me: Me;
  step: Step;
  saved: MentorProfile;
  editing: Editing<MentorProfile>;
}

function Body({ me, step, saved, editing }: BodyProps): ReactNode {
  const { value, set } = editing;
  const fields = screenFields(screenFields(editing.fields, "offer.expertise", value.offer.expertise), "wanted.topics", value.wanted.topics);
  switch (step) {
    case "offer":
      return <OfferStep offer={value.offer} onChange={(offer) => set("offer", offer)} fields={fields} />;
    case "you":
      return <YouStep me={me} side="mentor" about={value.about} onChange={(about) => set("about", about)} fields={fields} />;
    case "manner":
      return <MannerStep side="mentor" manner={value.manner} onManner={(manner) => set("manner", manner)} styles={value.styles} onStyles={(styles) => set("styles", styles)} />;
    case "week":
      return (
        <WeekStep
          me={me}
          side="mentor"
          hours={value.hours}
          onHours={(hours) => set("hours", hours)}
          minutes={value.capacity.weeklyMinutes}
          onMinutes={(weeklyMinutes) => set("capacity", { ...value.capacity, weeklyMinutes })}
          capacity={{ places: value.capacity.places, taken: saved.placesTaken, onPlaces: (places) => set("capacity", { ...value.capacity, places }) }}
          fields={fields}
        />
      );
    case "terms":
      return (
        <TermsStep wanted={value.wanted} onWanted={(wanted) => set("wanted", wanted)} price={value.price} onPrice={(price) => set("price", price)} fields={fields}>
          <PauseAndSight side="mentor" visibility={value.visibility} onVisibility={(visibility) => set("visibility", visibility)} pause={value.pause} onPause={(pause) => set("pause", pause)} fields={fields} />
        </TermsStep>
      );
    default:
      return <OverStep side="mentor" personId={me.id} completeness={saved.completeness} />;
  }
}

/** Begins where something needed is missing, and stays there while it is filled in. */
function Form({ me, saved, step }: { me: Me; saved: MentorProfile; step: Step | undefined }): ReactNode {
  const editing = useMentorDraft(saved, me.id);
  const [first] = useState(() => resumeAt("mentor", saved.completeness));
  const shown = step ?? first;
  return (
    <Wizard me={me} side="mentor" step={shown} completeness={saved.completeness} editing={editing}>
      <Body me={me} step={shown} saved={saved} editing={editing} />
    </Wizard>
  );
}

export function MentorProfilePage({ step }: { step: Step | undefined }): ReactNode {
  const me = useMe().data;
  const profile = useMentor();
  const options = useOptions();
  if (profile.isLoadingError) return <FailedPage of={profile} />;
  if (options.isLoadingError) return <FailedPage of={options} />;
  if (!me || !profile.data || !profile.isFetchedAfterMount) return <Loading />;
  return <Form me={me} saved={profile.data} step={step} />;
}
