/** Where the link in a letter leads: asks before it ends a kind of letters, without a sign-in. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Notice as Problem } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { FarewellScene } from "../core/ui/scenes";
import { camel } from "./model";
import { useEnded, useUnsubscribe } from "./use";

export function UnsubscribePage({ token }: { token: string }): ReactNode {
  const { t } = useTranslation("notifications");
  const say = useSay();
  const found = useEnded(token);
  const end = useUnsubscribe();
  const problem = found.error ?? end.error;
  const kind = found.data && t(`settings.kinds.${camel(found.data.kind)}`);
  return (
    <Panel title={t(end.isSuccess ? "unsubscribe.done" : "unsubscribe.title")} scene={<FarewellScene />} testId="unsubscribe">
      {found.isPending && <Loading />}
      {problem && <Problem>{say(problem)}</Problem>}
      {kind && <p>{t(end.isSuccess ? "unsubscribe.doneHint" : "unsubscribe.hint", { kind })}</p>}
      {kind && !end.isSuccess && (
        <Button onClick={() => end.mutate(token)} loading={end.isPending} data-testid="unsubscribe-do">
          {t("unsubscribe.do")}
        </Button>
      )}
      {end.isSuccess && (
        <Button variant="light" renderRoot={(props) => <Link to="/settings/notices" {...props} />}>
          {t("unsubscribe.toSettings")}
        </Button>
      )}
    </Panel>
  );
}
