/** Bookings, open times and gatherings as hooks; what another person does is seen within seconds. */
import { type UseMutationResult, type UseQueryResult, keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { isRefused } from "../core/errors";
import { useDeed } from "../core/useDeed";
import { useEachSecond } from "../core/useEachSecond";
import * as http from "./api";
import { DAY_MS, addDays } from "./clock";
import { keptFor, startsBeside, toAnswerCount } from "./model";

const BOOKINGS = ["bookings"] as const;
const GATHERINGS = ["gatherings"] as const;
const AVAILABILITY = ["availability"] as const;
const SLOTS = ["slots"] as const;
const ATTENDANCE = ["attendance"] as const;
/** While a page of bookings is open, and for the count in the frame of every page. */
const SOON_MS = 15_000;
const LATER_MS = 60_000;
const PAST_DAYS = 365;
const SLOTS_DAYS = 62;
/** So long after the agreed rhythm is still near it. */
const NEAR_DAYS = 21;

export const useBookings = (isWanted = true): UseQueryResult<http.Booking[]> =>
  useQuery({ queryKey: [...BOOKINGS, "coming"], queryFn: () => http.fetchBookings({}), enabled: isWanted, refetchInterval: SOON_MS });

/** When one's own sessions beside that of a room begin. */
export const useStartsBeside = (roomId: string): readonly string[] =>
  useQuery({ queryKey: [...BOOKINGS, "coming"], queryFn: () => http.fetchBookings({}), refetchInterval: LATER_MS, select: (all) => startsBeside(all, roomId) }).data ?? [];

/** The session that a room was made for, if it is one's own and not long ago. */
export const useBookingOfRoom = (roomId: string, isWanted: boolean): UseQueryResult<http.Booking | null> =>
  useQuery({
    queryKey: [...BOOKINGS, "of-room", roomId],
    queryFn: async () => {
      const around = await http.fetchBookings({ from: new Date(Date.now() - DAY_MS).toISOString(), to: new Date(Date.now() + DAY_MS).toISOString() });
      return around.find(({ room }) => room === roomId) ?? null;
    },
    enabled: isWanted,
  });

/** Open times around a moment, for sessions of so many minutes. */
export const useTimesNear = (hostId: string, wishedMs: number, minutes: number, zone: string): UseQueryResult<http.HostSlots> =>
  useQuery({
    queryKey: [...SLOTS, hostId, "near", wishedMs, minutes, zone],
    queryFn: () => http.fetchSlots(hostId, { from: new Date().toISOString(), to: new Date(Math.max(Date.now(), wishedMs) + NEAR_DAYS * DAY_MS).toISOString(), minutes, zone }),
    staleTime: 0,
    retry: false,
  });

export function useToAnswerCount(isSignedIn: boolean): number {
  return useQuery({ queryKey: [...BOOKINGS, "coming"], queryFn: () => http.fetchBookings({}), enabled: isSignedIn, refetchInterval: LATER_MS, select: toAnswerCount }).data ?? 0;
}

export const usePastBookings = (isWanted: boolean): UseQueryResult<http.Booking[]> =>
  useQuery({
    queryKey: [...BOOKINGS, "past"],
    queryFn: () => http.fetchBookings({ from: new Date(Date.now() - PAST_DAYS * DAY_MS).toISOString(), to: new Date().toISOString() }),
    enabled: isWanted,
  });

export const useAttendance = (isWanted: boolean): UseQueryResult<http.Attendance[]> => useQuery({ queryKey: ATTENDANCE, queryFn: http.fetchAttendance, enabled: isWanted, refetchInterval: LATER_MS });
export const useCorrect = (bookingId: string): UseMutationResult<http.Attendance, Error, { person: string; presence: http.Presence; note: string }> =>
  useDeed(({ person, presence, note }) => http.correctAttendance(bookingId, person, presence, note), { keys: [ATTENDANCE], isAlsoRefused: true });

export const useGatherings = (): UseQueryResult<http.Gathering[]> => useQuery({ queryKey: GATHERINGS, queryFn: http.fetchGatherings, refetchInterval: SOON_MS });
export const useTerms = (hostId: string, isWanted = true): UseQueryResult<http.HostTerms> =>
  useQuery({ queryKey: [...SLOTS, "terms", hostId], queryFn: () => http.fetchTerms(hostId), enabled: isWanted, retry: false });

/** From the first of a month on, two months: if the first has no times, the next one is known. */
export const useSlots = (hostId: string, month: string, minutes: number, zone: string, moving?: string): UseQueryResult<http.HostSlots> =>
  useQuery({
    queryKey: [...SLOTS, hostId, month, minutes, zone, moving ?? null],
    queryFn: () => http.fetchSlots(hostId, { from: `${addDays(month, -1)}T00:00:00Z`, to: `${addDays(month, SLOTS_DAYS)}T00:00:00Z`, minutes, zone, ...(moving ? { moving } : {}) }),
    placeholderData: keepPreviousData,
    refetchInterval: LATER_MS,
    staleTime: 0,
    retry: false,
  });

export const useFair = (hostId: string, minutes: number, isWanted: boolean): UseQueryResult<http.Fair> =>
  useQuery({ queryKey: [...SLOTS, hostId, "fair", minutes], queryFn: () => http.fetchFair(hostId, minutes), enabled: isWanted, retry: false });

export interface Keeping {
  slot: http.Slot | null;
  isPending: boolean;
  error: Error | null;
  /** Milliseconds of `performance.now()` at which it is nobody's again. */
  endsAtMs: number;
  hold: http.Hold | null;
  keep: (slot: http.Slot) => void;
  letGo: () => void;
  /** It became a booking: there is nothing to let go. */
  done: () => void;
}

/** One time kept while a form is open; let go when the page is left. */
export function useKeeping(hostId: string, minutes: number): Keeping {
  const client = useQueryClient();
  const live = useRef<http.Hold | null>(null);
  const [slot, setSlot] = useState<http.Slot | null>(null);
  const [endsAtMs, setEndsAt] = useState(0);
  const [hold, setHold] = useState<http.Hold | null>(null);
  const kept = useMutation({
    mutationFn: (one: http.Slot) => http.holdTime(hostId, one.startsAt, minutes),
    onSuccess: (made) => {
      live.current = made;
      setHold(made);
      setEndsAt(performance.now() + keptFor(made.expiresAt, Date.now()));
    },
    onError: () => void client.invalidateQueries({ queryKey: SLOTS }),
  });
  const { mutate, reset } = kept;
  const release = useCallback(async (): Promise<void> => {
    const held = live.current;
    live.current = null;
    // Gone by itself is as good as let go.
    if (held) await http.releaseHold(held.id).catch(() => null);
  }, []);
  useEffect(() => {
    const leave = (): void => void release();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [release]);
  const keep = useCallback((one: http.Slot) => mutate(one, { onSuccess: () => setSlot(one), onError: () => setSlot(null) }), [mutate]);
  const letGo = useCallback(() => {
    reset();
    setSlot(null);
    // Only then is the time on the list again.
    void release().then(() => client.invalidateQueries({ queryKey: SLOTS }));
  }, [client, release, reset]);
  const done = useCallback(() => {
    live.current = null;
  }, []);
  return { slot, isPending: kept.isPending, error: kept.error, endsAtMs, hold, keep, letGo, done };
}

/** After any deed, and after a refusal, all of it is asked for again: the other one was often quicker. */
function useBookingDeed<Body, Done>(deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  return useDeed(deed, { keys: [BOOKINGS, SLOTS, GATHERINGS, ["rooms"], ["mentorships"]], isAlsoRefused: true });
}

export const useBook = (): UseMutationResult<http.Series | http.Booking, Error, { wish: http.Wish; repeat: { everyWeeks: number; count: number } | null }> =>
  useBookingDeed<{ wish: http.Wish; repeat: { everyWeeks: number; count: number } | null }, http.Series | http.Booking>(({ wish, repeat }): Promise<http.Series | http.Booking> => (repeat ? http.bookSeries({ ...wish, ...repeat }) : http.book(wish)));
export const useConfirm = ({ id, version }: http.Booking): UseMutationResult<http.Booking, Error, void> => useBookingDeed(() => http.confirm(id, version));
/** Each by itself; what could not be confirmed stays in sight, so that its own refusal can be read there. */
export const useConfirmAll = (): UseMutationResult<void, Error, readonly http.Booking[]> =>
  useBookingDeed(async (bookings) => {
    const done = await Promise.allSettled(bookings.map(({ id, version }) => http.confirm(id, version)));
    const refused = done.find((one) => one.status === "rejected");
    if (refused) throw refused.reason;
  });
export const useDecline = ({ id, version }: http.Booking): UseMutationResult<http.Booking, Error, string> => useBookingDeed((words) => http.decline(id, version, words));
export const useReschedule = ({ id, version }: http.Booking): UseMutationResult<http.Booking, Error, { startsAt: string; minutes: number }> =>
  useBookingDeed(({ startsAt, minutes }) => http.reschedule(id, version, startsAt, minutes));
export const useCancel = ({ id, version }: { id: string; version: number }): UseMutationResult<http.Booking, Error, { reason: http.Reason; words: string }> =>
  useBookingDeed(({ reason, words }) => http.cancel(id, version, reason, words));
export const useCallOff = (mentorshipId: string): UseMutationResult<unknown, Error, string | null> => useBookingDeed((until) => http.cancelAhead(mentorshipId, until));
export const useOpenGathering = (): UseMutationResult<http.Gathering, Error, http.GatheringWish> => useBookingDeed(http.openGathering);
export const useTakeSeat = (id: string): UseMutationResult<unknown, Error, void> => useBookingDeed(() => http.takeSeat(id));
export const useLeaveSeat = (id: string): UseMutationResult<unknown, Error, void> => useBookingDeed(() => http.leaveSeat(id));
export const useCallNext = (id: string): UseMutationResult<unknown, Error, void> => useBookingDeed(() => http.callNext(id));

export const useAvailability = (): UseQueryResult<http.Availability> =>
  useQuery({ queryKey: AVAILABILITY, queryFn: http.fetchAvailability, staleTime: Infinity, refetchOnMount: "always", refetchOnWindowFocus: false });

export function useSaveAvailability(): UseMutationResult<http.Availability, Error, http.AvailabilityChange> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: http.saveAvailability,
    onSuccess: (saved) => {
      client.setQueryData(AVAILABILITY, saved);
      void client.invalidateQueries({ queryKey: SLOTS });
    },
  });
}

/** What mentees would see; null while it cannot be said, because something in it is wrong. */
export const usePreview = (availability: http.AvailabilityChange | null, range: http.Range): UseQueryResult<http.HostSlots> =>
  useQuery({
    queryKey: ["preview", availability, range],
    queryFn: () => http.previewAvailability(availability as http.AvailabilityChange, range),
    enabled: availability !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: LATER_MS,
  });

/** Milliseconds left until a moment of `performance.now()`, new every second. */
export function useLeft(endsAtMs: number): number {
  const read = useCallback(() => Math.max(0, endsAtMs - performance.now()), [endsAtMs]);
  return useEachSecond(read);
}

const timeOfDay = (): Date => new Date();

/** The time of day, new every second: for doors that open. */
export const useSeconds = (): Date => useEachSecond(timeOfDay);

export const isTaken = (error: unknown): boolean => isRefused(error, "slot_taken", "not_offered", "hold_ended");
