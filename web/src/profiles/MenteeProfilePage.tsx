/** The form in which somebody tells what they look for. */
import { type ReactNode, useState } from "react";
import type { Me } from "../accounts/api";
import { useMe } from "../accounts/use";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import type { MenteeProfile } from "./api";
import { GoalsStep } from "./GoalsStep";
import { MannerStep } from "./MannerStep";
import { type Step, resumeAt, screenFields } from "./model";
import { OverStep } from "./OverStep";
import { PauseAndSight } from "./PauseAndSight";
import { type Editing, useMentee, useMenteeDraft, useOptions } from "./use";
import { WeekStep } from "./WeekStep";
import { WishesStep } from "./WishesStep";
import { Wizard } from "./Wizard";
import { YouStep } from "./YouStep";

interface BodyProps {
  me: Me;
  step: Step;
  saved: MenteeProfile;
  editing: Editing<MenteeProfile>;
}

function Body({ me, step, saved, editing }: BodyProps): ReactNode {
  const { value, set } = editing;
  const fields = screenFields(editing.fields, "goals", value.goals.map(({ text }) => text));
  switch (step) {
    case "goals":
      return <GoalsStep goals={value.goals} onChange={(goals) => set("goals", goals)} fields={fields} />;
    case "you":
      return <YouStep me={me} side="mentee" about={value.about} onChange={(about) => set("about", about)} fields={fields} />;
    case "manner":
      return <MannerStep side="mentee" manner={value.manner} onManner={(manner) => set("manner", manner)} styles={value.styles} onStyles={(styles) => set("styles", styles)} />;
    case "week":
      return <WeekStep me={me} side="mentee" hours={value.hours} onHours={(hours) => set("hours", hours)} minutes={value.effort.weeklyMinutes} onMinutes={(weeklyMinutes) => set("effort", { weeklyMinutes })} fields={fields} />;
    case "wishes":
      return (
        <WishesStep wishes={value.wishes} onChange={(wishes) => set("wishes", wishes)} fields={fields}>
          <PauseAndSight side="mentee" visibility={value.visibility} onVisibility={(visibility) => set("visibility", visibility)} pause={value.pause} onPause={(pause) => set("pause", pause)} fields={fields} />
        </WishesStep>
      );
    default:
      return <OverStep side="mentee" personId={me.id} completeness={saved.completeness} />;
  }
}

/** Begins where something needed is missing, and stays there while it is filled in. */
function Form({ me, saved, step }: { me: Me; saved: MenteeProfile; step: Step | undefined }): ReactNode {
  const editing = useMenteeDraft(saved);
  const [first] = useState(() => resumeAt("mentee", saved.completeness));
  const shown = step ?? first;
  return (
    <Wizard me={me} side="mentee" step={shown} completeness={saved.completeness} editing={editing}>
      <Body me={me} step={shown} saved={saved} editing={editing} />
    </Wizard>
  );
}

export function MenteeProfilePage({ step }: { step: Step | undefined }): ReactNode {
  const me = useMe().data;
  const profile = useMentee();
  const options = useOptions();
  if (profile.isLoadingError) return <FailedPage of={profile} />;
  if (options.isLoadingError) return <FailedPage of={options} />;
  if (!me || !profile.data || !profile.isFetchedAfterMount) return <Loading />;
  return <Form me={me} saved={profile.data} step={step} />;
}
