/** What is looked for: words, and filters as chips. */
import { Button, Chip, CloseButton, Collapse, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { Search, SlidersHorizontal } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { languageChoices } from "../accounts/model";
import { IndustriesSelect } from "../profiles/IndustrySelect";
import { SkillsField } from "../profiles/SkillsField";
import { useOptions } from "../profiles/use";
import classes from "./Find.module.css";
import { LONGEST_WORDS, MOST_OF_A_KIND, NO_WISH, STARS, type Wish, filtersIn, isSearching } from "./model";

interface SearchBarProps {
  wish: Wish;
  onChange: (wish: Wish) => void;
}

type Set = (change: Partial<Wish>) => void;
const FIRST_CURRENCY = "EUR";

function MostField({ wish, set }: { wish: Wish; set: Set }): ReactNode {
  const { t } = useTranslation("matching");
  const currencies = useOptions().data?.currencies ?? [];
  const [currency, setCurrency] = useState(wish.most?.currency ?? FIRST_CURRENCY);
  return (
    <div className={classes["price"]}>
      <NumberInput
        label={t("search.most")}
        description={t("search.mostHint")}
        min={0}
        max={1_000_000}
        value={wish.most?.amount ?? ""}
        onChange={(amount) => set({ most: typeof amount === "number" ? { amount, currency } : null })}
      />
      <Select
        aria-label={t("search.currency")}
        data={currencies.map(({ code }) => code)}
        value={currency}
        searchable
        onChange={(code) => {
          if (code === null) return;
          setCurrency(code);
          if (wish.most) set({ most: { ...wish.most, currency: code } });
        }}
      />
    </div>
  );
}

function StarsField({ wish, set }: { wish: Wish; set: Set }): ReactNode {
  const { t, i18n } = useTranslation("matching");
  const least = STARS.map((stars) => ({ value: String(stars), label: t("search.starsLeast", { stars: stars.toLocaleString(i18n.language) }) }));
  return (
    <Select
      label={t("search.stars")}
      description={t("search.starsHint")}
      data={[{ value: "0", label: t("search.starsAny") }, ...least]}
      value={String(wish.stars)}
      allowDeselect={false}
      onChange={(stars) => set({ stars: Number(stars) })}
      data-testid="least-stars"
    />
  );
}

function MoreFilters({ wish, set }: { wish: Wish; set: Set }): ReactNode {
  const { t, i18n } = useTranslation("matching");
  return (
    <div className={classes["more"]}>
      <MultiSelect
        label={t("search.languages")}
        description={t("search.languagesHint")}
        data={languageChoices(i18n.language, wish.languages)}
        value={wish.languages}
        onChange={(languages) => set({ languages })}
        maxValues={MOST_OF_A_KIND}
        searchable
        hidePickedOptions
        size="md"
      />
      <IndustriesSelect label={t("search.industries")} hint={t("search.industriesHint")} value={wish.industries} onChange={(industries) => set({ industries })} />
      <SkillsField label={t("search.skills")} hint={t("search.skillsHint")} value={wish.skills} most={MOST_OF_A_KIND} onChange={(skills) => set({ skills })} />
      <MostField wish={wish} set={set} />
      <StarsField wish={wish} set={set} />
    </div>
  );
}

export function SearchBar({ wish, onChange }: SearchBarProps): ReactNode {
  const { t } = useTranslation("matching");
  const set: Set = (change) => onChange({ ...wish, page: 0, ...change });
  const hidden = filtersIn({ ...wish, isFreeOnly: false, isFavouritesOnly: false, sharesHours: false });
  const [isMore, setMore] = useState(hidden > 0);
  return (
    <search className={classes["search"]}>
      <TextInput
        size="md"
        aria-label={t("search.label")}
        placeholder={t("search.hint")}
        maxLength={LONGEST_WORDS}
        leftSection={<Search size={19} aria-hidden="true" />}
        rightSection={isSearching(wish) && <CloseButton aria-label={t("search.clear")} onClick={() => onChange(NO_WISH)} />}
        value={wish.words}
        onChange={(event) => set({ words: event.currentTarget.value })}
        data-testid="search"
      />
      <div className={classes["chips"]}>
        <Chip checked={wish.isFreeOnly} onChange={(isFreeOnly) => set({ isFreeOnly })}>
          {t("search.free")}
        </Chip>
        <Chip checked={wish.sharesHours} onChange={(sharesHours) => set({ sharesHours })}>
          {t("search.hours")}
        </Chip>
        <Chip checked={wish.isFavouritesOnly} onChange={(isFavouritesOnly) => set({ isFavouritesOnly })}>
          {t("search.starred")}
        </Chip>
        <Button size="xs" variant="subtle" leftSection={<SlidersHorizontal size={16} aria-hidden="true" />} aria-expanded={isMore} onClick={() => setMore(!isMore)} data-testid="more-filters">
          {hidden > 0 ? t("search.moreOn", { count: hidden }) : t("search.more")}
        </Button>
      </div>
      <Collapse expanded={isMore}>
        <MoreFilters wish={wish} set={set} key={String(wish === NO_WISH)} />
      </Collapse>
    </search>
  );
}
