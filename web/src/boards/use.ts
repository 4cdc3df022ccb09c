/** Goals and check-ins as hooks. */
import { type UseMutationResult, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, useContext, useSyncExternalStore } from "react";
import { useDeed } from "../core/useDeed";
import * as http from "./api";
import { Desk, type View } from "./desk";
import { rowsOf } from "./goals";
import { useOpen } from "./open";
import type { LiveDoc } from "./provider";

const NOW_AND_THEN_MS = 60_000;
const templatesKey = (mentorship: string): readonly string[] => ["goals", mentorship, "templates"];
const checkInsKey = (mentorship: string): readonly string[] => ["goals", mentorship, "check-ins"];

const deskOn = (live: LiveDoc): Desk => new Desk(live);

/** The goals of a mentorship, open while the page is; none of null. */
export const useDesk = (person: string, mentorship: string | null): Desk | null => useOpen({ person, name: mentorship && `goals:${mentorship}`, rowsOf, on: deskOn });

export const useView = (desk: Desk): View => useSyncExternalStore(desk.subscribe, () => desk.view);

export interface Here {
  desk: Desk;
  view: View;
  isReadOnly: boolean;
  /** What each side is called. */
  sides: Record<"mentee" | "mentor", string>;
  /** A day, as 2026-11-28. */
  today: string;
  /** Puts the cursor into the title of a row once it is there. */
  focus: (row: string | null) => void;
}

export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === null) throw new Error("no goals are open here");
  return here;
}

/** The templates that can still be taken. */
export const useTemplates = (mentorship: string, isWanted: boolean): UseQueryResult<http.Template[]> =>
  useQuery({ queryKey: templatesKey(mentorship), queryFn: async () => (await http.fetchGoals(mentorship)).templates, enabled: isWanted, retry: false });

export const useTake = (mentorship: string): UseMutationResult<unknown, Error, http.Template> =>
  useDeed((template) => http.takeTemplate(mentorship, template), { keys: [templatesKey(mentorship)], isAlsoRefused: true });

/** What the last sessions changed. */
export const useDigests = (mentorship: string): UseQueryResult<http.Digests> =>
  useQuery({ queryKey: ["goals", mentorship, "digests"], queryFn: () => http.fetchDigests(mentorship) });

export const useCheckIns = (mentorship: string): UseQueryResult<http.CheckIns> =>
  useQuery({ queryKey: checkInsKey(mentorship), queryFn: () => http.fetchCheckIns(mentorship), refetchInterval: NOW_AND_THEN_MS });

export const useWriteCheckIn = (mentorship: string): UseMutationResult<http.CheckIn, Error, http.Answers> =>
  useDeed((answers) => http.writeCheckIn(mentorship, answers), { keys: [checkInsKey(mentorship)] });
