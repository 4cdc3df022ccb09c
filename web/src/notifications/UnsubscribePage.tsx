/** Where the link in a letter leads: asks before it ends a kind of letters, without a sign-in. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice as Problem } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { FarewellScene } from "../core/ui/scenes";
import { camel } from "./model";
import { useEnded, useUnsubscribe } from "./use";

function Asked({ kind, token }: { kind: string; token: string }): ReactNode {
  const { t } = useTranslation("notifications");
  const say = useSay();
  const end = useUnsubscribe();
  const title = t(end.isSuccess ? "unsubscribe.done" : "unsubscribe.title");
  return (
    <Panel title={title} scene={<FarewellScene />} testId="unsubscribe">
      {end.error && <Problem>{say(end.error)}</Problem>}
      <p role="status">{t(end.isSuccess ? "unsubscribe.doneHint" : "unsubscribe.hint", { kind })}</p>
      {end.isSuccess ? (
        <Button variant="light" renderRoot={(props) => <Link to="/settings/notices" {...props} />}>
          {t("unsubscribe.toSettings")}
        </Button>
      ) : (
        <Button onClick={() => end.mutate(token)} loading={end.isPending} data-testid="unsubscribe-do">
          {t("unsubscribe.do")}
        </Button>
      )}
    </Panel>
  );
}

export function UnsubscribePage({ token }: { token: string }): ReactNode {
  const { t } = useTranslation("notifications");
  const say = useSay();
  const found = useEnded(token);
  if (found.isPending) return <Loading />;
  if (found.data) return <Asked kind={t(`settings.kinds.${camel(found.data.kind)}`)} token={token} />;
  return (
    <FailedPage of={found}>
      <Panel title={t("unsubscribe.title")} scene={<FarewellScene />}>
        <Problem>{say(found.error)}</Problem>
      </Panel>
    </FailedPage>
  );
}
