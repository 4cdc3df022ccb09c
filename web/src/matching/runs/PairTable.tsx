/** The pairs of a draft: searched, put in order, the weakest marked, each opened for its reasons. */
import { Badge, Button, Card, Checkbox, Pagination, Select, TextInput, Title } from "@mantine/core";
import { Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../../core/names";
import type { Draft, Pair } from "./api";
import { PAGE_PAIRS, SORTS, type Wish, chosenPairs, isWeak, points } from "./model";
import classes from "./Runs.module.css";

const LABEL = { label: { color: "var(--ink)" } } as const;

function Marks({ pair, isWorst }: { pair: Pair; isWorst: boolean }): ReactNode {
  const { t } = useTranslation("runs");
  return (
    <>
      {isWorst && (
        <Badge color="sun" variant="light" tt="none" styles={LABEL}>
          {t("weak")}
        </Badge>
      )}
      {pair.isLocked && (
        <Badge color="aegean" variant="light" tt="none" styles={LABEL}>
          {t("kept")}
        </Badge>
      )}
      {pair.isPublished && (
        <Badge color="olive" variant="light" tt="none" styles={LABEL}>
          {t("proposed")}
        </Badge>
      )}
      {pair.problem !== "" && <small className={classes["problem"]}>{t("failed", { why: pair.problem })}</small>}
    </>
  );
}

function Row({ draft, pair, onOpen }: { draft: Draft; pair: Pair; onOpen: (mentee: string) => void }): ReactNode {
  const { t } = useTranslation("runs");
  const mentee = shownName(draft.names[pair.mentee], t("somebody"));
  const mentor = shownName(draft.names[pair.mentor], t("somebody"));
  const nth = (rank: number | null): string => (rank === null ? t("noRank") : t("nth", { rank }));
  return (
    <tr data-testid="run-pair">
      <td>
        <bdi>{mentee}</bdi>
        <span aria-hidden="true"> → </span>
        <bdi>{mentor}</bdi>
      </td>
      <td className={classes["number"]}>{points(pair.score)}</td>
      <td>
        <small>{t("rank", { mentee: nth(pair.menteeRank), mentor: nth(pair.mentorRank) })}</small>
      </td>
      <td>
        <span className={classes["marks"]}>
          <Marks pair={pair} isWorst={isWeak(pair, draft.run.figures)} />
        </span>
      </td>
      <td className={classes["end"]}>
        <Button size="sm" variant="subtle" aria-label={t("openFor", { mentee, mentor })} onClick={() => onOpen(pair.mentee)} data-testid="run-pair-open">
          {t("open")}
        </Button>
      </td>
    </tr>
  );
}

export function PairTable({ draft, onOpen }: { draft: Draft; onOpen: (mentee: string) => void }): ReactNode {
  const { t, i18n } = useTranslation("runs");
  const [wish, setWish] = useState<Wish>({ words: "", sort: "worst", isWorstOnly: false });
  const [page, setPage] = useState(1);
  if (draft.pairs.length === 0) return null;
  const found = chosenPairs(draft, wish, i18n.language);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_PAIRS));
  const at = Math.min(page, pages);
  const change = (part: Partial<Wish>): void => {
    setWish({ ...wish, ...part });
    setPage(1);
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2} data-testid="run-pairs-count">
        {t("pairs", { count: found.length })}
      </Title>
      <div className={classes["filters"]}>
        <TextInput label={t("search")} type="search" leftSection={<Search size={17} aria-hidden="true" />} value={wish.words} onChange={(event) => change({ words: event.currentTarget.value })} data-testid="run-search" />
        <Select label={t("sort")} allowDeselect={false} data={SORTS.map((one) => ({ value: one, label: t(`sorts.${one}`) }))} value={wish.sort} onChange={(value) => change({ sort: SORTS.find((one) => one === value) ?? "worst" })} />
        <Checkbox label={t("onlyWorst")} checked={wish.isWorstOnly} onChange={(event) => change({ isWorstOnly: event.currentTarget.checked })} />
      </div>
      {found.length === 0 ? (
        <p className={classes["hint"]}>{t("none")}</p>
      ) : (
        <table className={classes["table"]}>
          <thead>
            <tr>
              <th scope="col">
                {t("mentee")} → {t("mentor")}
              </th>
              <th scope="col">{t("fit")}</th>
              <th scope="col">{t("ranks")}</th>
              <th scope="col" aria-label={t("kept")} />
              <th scope="col" aria-label={t("open")} />
            </tr>
          </thead>
          <tbody>
            {found.slice((at - 1) * PAGE_PAIRS, at * PAGE_PAIRS).map((pair) => (
              <Row key={pair.mentee} draft={draft} pair={pair} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      )}
      {pages > 1 && <Pagination total={pages} value={at} onChange={setPage} size="sm" getControlProps={(control) => ({ "aria-label": control })} getItemProps={(number) => ({ "aria-label": `${t("page")} ${number}` })} />}
    </Card>
  );
}
