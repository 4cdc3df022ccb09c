/** Find a mentor: suggestions first, and a search for whoever knows what they look for. */
import { Button, Pagination, Select, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { AdriftScene, HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { useProgrammes } from "../programmes/use";
import classes from "./Find.module.css";
import { type Looked, lookedOf, wishOf } from "./looked";
import { MentorItem } from "./MentorItem";
import { type Place, type Wish, isSearching, placesOf } from "./model";
import { SearchBar } from "./SearchBar";
import { Skeletons, Suggested } from "./Suggested";
import { useSearch } from "./use";

interface FindPageProps {
  looked: Looked;
  onLook: (looked: Looked) => void;
}

function NoPlace(): ReactNode {
  const { t } = useTranslation("matching");
  return (
    <section className={classes["empty"]} data-testid="no-place">
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t("noPlace")}</Title>
      <p className={classes["hint"]}>{t("noPlaceHint")}</p>
      <div className={classes["chips"]}>
        <Button renderRoot={(props) => <Link to="/profile" {...props} />}>{t("toAccount")}</Button>
        <Button variant="light" renderRoot={(props) => <Link to="/programmes" {...props} />}>
          {t("toProgrammes")}
        </Button>
      </div>
    </section>
  );
}

interface ResultsProps {
  programmeId: string;
  wish: Wish;
  onPage: (page: number) => void;
}

function Results({ programmeId, wish, onPage }: ResultsProps): ReactNode {
  const { t } = useTranslation("matching");
  const found = useSearch(programmeId, wish);
  if (found.isPending) return <Skeletons />;
  if (!found.data) return <Failed of={found} />;
  const { data } = found;
  const others = data.mentors.map(({ mentor }) => mentor);
  const pages = Math.ceil(data.total / data.pageSize);
  return (
    <>
      <p className={classes["hint"]} role="status" data-testid="found">
        {data.total > 0 && t("search.found", { count: data.total })}
      </p>
      {data.total === 0 && (
        <section className={classes["empty"]}>
          <AdriftScene className={classes["scene"]} />
          <Title order={2}>{t("search.nobody")}</Title>
          <p className={classes["hint"]}>{t("search.nobodyHint")}</p>
        </section>
      )}
      <ol className={classes["cards"]} data-testid="results">
        {data.mentors.map((found) => (
          <MentorItem key={found.mentor.id} found={found} others={others} />
        ))}
      </ol>
      {pages > 1 && <Pagination total={pages} value={wish.page + 1} onChange={(page) => onPage(page - 1)} getControlProps={() => ({ "aria-label": t("search.page") })} />}
    </>
  );
}

interface SearchProps {
  place: Place;
  first: Wish;
  onWish: (wish: Wish) => void;
}

function Search({ place, first, onWish }: SearchProps): ReactNode {
  const [wish, keep] = useState(first);
  const setWish = (next: Wish): void => {
    keep(next);
    onWish(next);
  };
  return (
    <>
      <SearchBar wish={wish} onChange={setWish} />
      {isSearching(wish) ? (
        <Results programmeId={place.id} wish={wish} onPage={(page) => setWish({ ...wish, page })} />
      ) : (
        <Suggested programmeId={place.id} />
      )}
    </>
  );
}

export function FindPage({ looked, onLook }: FindPageProps): ReactNode {
  const { t } = useTranslation("matching");
  const programmes = useProgrammes();
  useTitle(t("title"));
  if (programmes.isPending) return <Loading />;
  const places = programmes.data ? placesOf(programmes.data) : [];
  const place = places.find(({ id }) => id === looked.programme) ?? places[0];
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("title")}</Title>
        <p className={classes["lead"]}>{t("lead")}</p>
      </header>
      {programmes.isLoadingError && <Failed of={programmes} />}
      {places.length > 1 && (
        <Select label={t("programme")} data={places.map(({ id, name }) => ({ value: id, label: name }))} value={place?.id ?? null} allowDeselect={false} onChange={(id) => id !== null && onLook({ programme: id })} maw="24rem" />
      )}
      {place ? <Search place={place} first={wishOf(looked)} onWish={(wish) => onLook(lookedOf(wish, looked.programme))} key={place.id} /> : programmes.data && <NoPlace />}
    </main>
  );
}
