/** The devices on which a person is signed in; any but this one can be signed out here. */
import { Badge, Button, Card, Title } from "@mantine/core";
import { MonitorSmartphone } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { useNow } from "../core/useNow";
import { shortDate, timeAgo } from "../core/when";
import type { SignIn } from "./api";
import classes from "./ProfilePage.module.css";
import { useRevokeSignIn, useSignIns } from "./use";

function SignInRow({ signIn, onRevoke, isRevoking }: { signIn: SignIn; onRevoke: () => void; isRevoking: boolean }): ReactNode {
  const { t, i18n } = useTranslation("accounts");
  const now = useNow();
  const device = signIn.device || t("security.unknownDevice");
  const seen = t("security.seen", { when: timeAgo(new Date(signIn.lastSeenAt), now, i18n.language) });
  const since = t("security.since", { when: shortDate(new Date(signIn.createdAt), i18n.language) });
  return (
    <li className={classes["row"]} data-testid="sign-in-row">
      <MonitorSmartphone size={24} aria-hidden="true" className={classes["rowIcon"]} />
      <div className={classes["rowWords"]}>
        <strong>{device}</strong>
        <small>
          {seen} · {since}
        </small>
      </div>
      {signIn.isCurrent ? (
        <Badge variant="light" color="olive" size="lg" tt="none">
          {t("security.current")}
        </Badge>
      ) : (
        <Button size="sm" variant="light" color="clay" loading={isRevoking} onClick={onRevoke} aria-label={t("security.revokeOf", { device })}>
          {t("security.revoke")}
        </Button>
      )}
    </li>
  );
}

export function SignInsCard(): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const signIns = useSignIns();
  const revoke = useRevokeSignIn();
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("security.devices")}</Title>
      <p className={classes["hint"]}>{t("security.devicesHint")}</p>
      {signIns.isLoadingError && <Failed of={signIns} />}
      {revoke.error && <Notice>{say(revoke.error)}</Notice>}
      {signIns.isPending && <Loading />}
      <ul className={classes["rows"]}>
        {signIns.data?.map((signIn) => (
          <SignInRow key={signIn.id} signIn={signIn} onRevoke={() => revoke.mutate(signIn.id)} isRevoking={revoke.isPending && revoke.variables === signIn.id} />
        ))}
      </ul>
    </Card>
  );
}
