/** After an end: the mentee ticks, item by item, what the next mentor may read. */
import { Button, Card, Checkbox, Textarea, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { HandOverItem, Mentorship } from "./api";
import { useHandOverText } from "./HandOverText";
import { LONGEST_ITEM, MOST_ITEMS } from "./model";
import classes from "./Mentorships.module.css";
import { MENTORS_PATH } from "./parts";
import { useHandOver, useTick } from "./use";

function Items({ pair, items: kept }: { pair: Mentorship; items: readonly HandOverItem[] }): ReactNode {
  const { t } = useTranslation("mentorships");
  const textOf = useHandOverText();
  const say = useSay();
  const tick = useTick(pair.id);
  const [items, setItems] = useState<readonly HandOverItem[]>(kept);
  const [more, setMore] = useState("");
  const put = (next: readonly HandOverItem[]): void => {
    setItems(next);
    tick.reset();
  };
  const add = (): void => {
    if (more.trim() === "") return;
    put([...items, { kind: "note", text: more.trim(), isShared: true }]);
    setMore("");
  };
  return (
    <>
      <ul className={classes["ticks"]}>
        {items.map((item, at) => (
          <li key={`${item.kind} ${item.text}`}>
            <Checkbox label={<span dir="auto">{textOf(item)}</span>} checked={item.isShared} onChange={(event) => put([...items].with(at, { ...item, isShared: event.currentTarget.checked }))} data-testid={`hand-over-${at + 1}`} />
          </li>
        ))}
      </ul>
      {items.length < MOST_ITEMS && (
        <div className={classes["addRow"]}>
          <Textarea size="md" label={t("handOver.add")} autosize minRows={1} maxRows={6} dir="auto" maxLength={LONGEST_ITEM} value={more} onChange={(event) => setMore(event.currentTarget.value)} data-testid="hand-over-more" />
          <Button size="sm" variant="light" disabled={more.trim() === ""} onClick={add} data-testid="hand-over-add">
            {t("handOver.addDo")}
          </Button>
        </div>
      )}
      {tick.error && <Notice>{say(tick.error)}</Notice>}
      <p className={classes["hint"]} role="status" data-testid="hand-over-state">
        {tick.isSuccess && t("handOver.saved")} {items.every(({ isShared }) => !isShared) && t("handOver.none")}
      </p>
      <div className={classes["deeds"]}>
        <Button size="sm" loading={tick.isPending} onClick={() => tick.mutate([...items])} data-testid="hand-over-save">
          {t("handOver.save")}
        </Button>
        <Button size="sm" variant={tick.isSuccess ? "filled" : "light"} renderRoot={(props) => <Link to={MENTORS_PATH} {...props} />} data-testid="hand-over-find">
          {t("handOver.find")}
        </Button>
      </div>
    </>
  );
}

/** Nothing when there is nothing to hand over: for mentors, and after a completion. */
export function HandOver({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("mentorships");
  const items = useHandOver(pair.id, pair.side === "mentee" && pair.state === "ended").data;
  if (!items) return null;
  return (
    <Card className={classes["panel"]} component="section" aria-labelledby="hand-over" data-testid="hand-over">
      <Title order={2} id="hand-over">
        {t("handOver.title")}
      </Title>
      <p className={classes["hint"]}>{t("handOver.hint")}</p>
      <Items pair={pair} items={items} />
    </Card>
  );
}
