/** The profiles' data and deeds as hooks. */
import { type UseQueryResult, keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useCallback, useEffect, useState } from "react";
import { useStore } from "../core/store";
import {
  type Concept,
  type Mentor,
  type MenteeProfile,
  type MentorProfile,
  type Options,
  fetchMentee,
  fetchMentor,
  fetchOptions,
  saveMentee,
  saveMentor,
  seeMentor,
  suggestSkills,
} from "./api";
import { Draft, type DraftView, type Kept } from "./draft";
import { sendableMentee, sendableMentor } from "./model";

const MENTEE = ["profile", "mentee"] as const;
const MENTOR = ["profile", "mentor"] as const;
const mentorKey = (id: string): readonly string[] => ["mentor", id];
const TYPING_MS = 150;

export const useMentee = (isWanted = true): UseQueryResult<MenteeProfile> => useQuery({ queryKey: MENTEE, queryFn: fetchMentee, enabled: isWanted, refetchOnMount: "always" });
export const useMentor = (isWanted = true): UseQueryResult<MentorProfile> => useQuery({ queryKey: MENTOR, queryFn: fetchMentor, enabled: isWanted, refetchOnMount: "always" });
export const useOptions = (): UseQueryResult<Options> => useQuery({ queryKey: ["profile", "options"], queryFn: fetchOptions, staleTime: Infinity });
export const useMentorSeen = (id: string): UseQueryResult<Mentor> => useQuery({ queryKey: mentorKey(id), queryFn: () => seeMentor(id), retry: false });

export function useSuggestedSkills(typed: string): Concept[] {
  const [settled] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = useQuery({
    queryKey: ["skills", settled],
    queryFn: () => suggestSkills(settled),
    enabled: settled !== "",
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return settled === "" ? [] : (found.data ?? []);
}

/** A draft that saves itself, at the latest when its page goes away. */
export interface Editing<Profile extends Kept> extends DraftView<Profile> {
  set: <Section extends keyof Profile>(section: Section, value: Profile[Section]) => void;
  flush: () => Promise<void>;
  resolve: (isMine: boolean) => Promise<void>;
}

function useDraft<Profile extends Kept>(make: () => Draft<Profile>): Editing<Profile> {
  const [draft] = useState(make);
  const view = useStore(draft.view);
  useEffect(() => {
    const leave = (): void => void draft.flush();
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", leave);
      leave();
    };
  }, [draft]);
  const set = useCallback<Editing<Profile>["set"]>((section, value) => draft.set(section, value), [draft]);
  const flush = useCallback(() => draft.flush(), [draft]);
  const resolve = useCallback((isMine: boolean) => draft.resolve(isMine), [draft]);
  return { ...view, set, flush, resolve };
}

export function useMenteeDraft(saved: MenteeProfile): Editing<MenteeProfile> {
  const client = useQueryClient();
  return useDraft(() => {
    const keep = (profile: MenteeProfile): MenteeProfile => {
      client.setQueryData(MENTEE, profile);
      client.removeQueries({ queryKey: MENTOR });
      return profile;
    };
    return new Draft<MenteeProfile>(saved, async (version, sections) => keep(await saveMentee({ version, ...sendableMentee(sections) })), fetchMentee);
  });
}

export function useMentorDraft(saved: MentorProfile, id: string): Editing<MentorProfile> {
  const client = useQueryClient();
  return useDraft(() => {
    const keep = (profile: MentorProfile): MentorProfile => {
      client.setQueryData(MENTOR, profile);
      client.removeQueries({ queryKey: MENTEE });
      void client.invalidateQueries({ queryKey: mentorKey(id) });
      return profile;
    };
    return new Draft<MentorProfile>(saved, async (version, sections) => keep(await saveMentor({ version, ...sendableMentor(sections) })), fetchMentor);
  });
}

/** Languages and zone are the account's: after a change the profiles' completeness is another. */
export function useRefreshProfiles(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ["profile"] });
    void client.invalidateQueries({ queryKey: ["mentor"] });
  };
}
