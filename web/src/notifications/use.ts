/** Notices and their settings as hooks; what is new is heard over a socket, and asked for now and then besides. */
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Line } from "../core/socket";
import { useDeed } from "../core/useDeed";
import * as http from "./api";
import { wishesOf } from "./model";
import { switchOff, switchOn } from "./push";

const NOTICES = ["notices"] as const;
const SETTINGS = ["notice-settings"] as const;
const DEVICES = ["push-subscriptions"] as const;
const NOW_AND_THEN_MS = 60_000;

interface NoticesProtocol {
  requests: Record<never, never>;
  news: { notices_changed: { unread: number } };
}

export function useNotices(): UseInfiniteQueryResult<InfiniteData<http.Page, string | null>> {
  return useInfiniteQuery({
    queryKey: NOTICES,
    queryFn: ({ pageParam }) => http.fetchNotices(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: NOW_AND_THEN_MS,
  });
}

/** Keeps the notices fresh while the frame is there. A line that the server closed is opened again after the next answer. */
export function useLiveNotices(answeredAt: number): void {
  const client = useQueryClient();
  const line = useRef<Line<NoticesProtocol> | null>(null);
  useEffect(() => {
    let isOver = false;
    // A page is read long before its line is needed: the code for it comes by itself.
    void import("../core/socket").then(({ Line }) => {
      if (isOver) return;
      const opened = new Line<NoticesProtocol>("/notices");
      // Told at once after each connection, too: what came meanwhile was heard by nobody.
      opened.onNews(() => void client.invalidateQueries({ queryKey: NOTICES }));
      opened.open();
      line.current = opened;
    });
    return () => {
      isOver = true;
      line.current?.close();
      line.current = null;
    };
  }, [client]);
  useEffect(() => {
    if (answeredAt > 0 && line.current && !line.current.isUp) line.current.open();
  }, [answeredAt]);
}

/** Reading is shown at once; the server hears of it. */
function useReading<Body>(read: (body: Body) => Promise<unknown>, isRead: (notice: http.Notice, body: Body) => boolean): UseMutationResult<unknown, Error, Body> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: read,
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: NOTICES });
      client.setQueryData<InfiniteData<http.Page, string | null>>(NOTICES, (known) => known && { ...known, pages: known.pages.map((page) => readIn(page, (one) => isRead(one, body))) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: NOTICES }),
  });
}

function readIn(page: http.Page, isRead: (notice: http.Notice) => boolean): http.Page {
  const fresh = page.notices.filter((one) => !one.isRead && isRead(one)).length;
  return { ...page, unread: Math.max(0, page.unread - fresh), notices: page.notices.map((one) => (isRead(one) ? { ...one, isRead: true } : one)) };
}

export const useRead = (): UseMutationResult<unknown, Error, string> => useReading(http.readNotice, (notice, id) => notice.id === id);
export const useReadUpTo = (): UseMutationResult<unknown, Error, string> => useReading(http.readUpTo, (notice, id) => notice.id <= id);

export const useSettings = (): UseQueryResult<http.Settings> => useQuery({ queryKey: SETTINGS, queryFn: http.fetchSettings });

/** Each change is saved by itself, one after the other. */
export function useChangeSettings(): UseMutationResult<http.Settings, Error, http.Settings> {
  const client = useQueryClient();
  return useMutation({
    scope: { id: "notice-settings" },
    mutationFn: (wanted: http.Settings) => http.saveSettings(wishesOf(wanted)),
    onSuccess: (saved) => {
      client.setQueryData(SETTINGS, saved);
    },
  });
}

export const useDevices = (): UseQueryResult<http.Devices> => useQuery({ queryKey: DEVICES, queryFn: http.fetchDevices });

const DEVICES_RENEWED = { keys: [DEVICES], isAlsoRefused: true };
export const useSwitchOn = (): UseMutationResult<void, Error, string> => useDeed(switchOn, DEVICES_RENEWED);
export const useSwitchOff = (): UseMutationResult<void, Error, string> => useDeed(switchOff, DEVICES_RENEWED);

export const useEnded = (token: string): UseQueryResult<http.Ended> => useQuery({ queryKey: ["unsubscribe", token], queryFn: () => http.fetchEnded(token), retry: false });
export const useUnsubscribe = (): UseMutationResult<http.Ended, Error, string> => useMutation({ mutationFn: http.unsubscribe });
