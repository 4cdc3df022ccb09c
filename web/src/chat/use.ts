/** Conversations as hooks: pages of messages, news over a socket, and what is on its way out. */
import { type InfiniteData, type QueryClient, type UseInfiniteQueryResult, type UseMutationResult, type UseQueryResult, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Line } from "../core/socket";
import { useDeed } from "../core/useDeed";
import { newKey } from "../scheduling/model";
import * as http from "./api";

const THREADS = ["message-threads"] as const;
const talkKey = (mentorshipId: string): readonly string[] => ["messages", mentorshipId];
const NOW_AND_THEN_MS = 60_000;

interface MessagesProtocol {
  requests: Record<never, never>;
  news: { messages_changed: { mentorshipId: string } };
}

async function renew(client: QueryClient, mentorshipId: string): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: talkKey(mentorshipId) }), client.invalidateQueries({ queryKey: THREADS })]);
}

export const useThreads = (isWanted: boolean): UseQueryResult<http.Thread[]> =>
  useQuery({ queryKey: THREADS, queryFn: http.fetchThreads, enabled: isWanted, refetchInterval: NOW_AND_THEN_MS });

/** How many messages nobody has read yet here. */
export const useUnreadCount = (isWanted: boolean): number => (useThreads(isWanted).data ?? []).reduce((sum, { unread }) => sum + unread, 0);

/** Keeps what is open fresh; once in the frame of the pages. */
export function useLiveMessages(isWanted: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isWanted) return undefined;
    let line: Line<MessagesProtocol> | null = null;
    let isOver = false;
    void import("../core/socket").then(({ Line }) => {
      if (isOver) return;
      line = new Line<MessagesProtocol>("/messages");
      line.onNews((_name, { mentorshipId }) => void renew(client, mentorshipId));
      // What came while the line was down was heard by nobody.
      line.onUp(() => void client.invalidateQueries({ queryKey: ["messages"] }));
      line.open();
    });
    return () => {
      isOver = true;
      line?.close();
    };
  }, [client, isWanted]);
}

export function useTalk(mentorshipId: string): UseInfiniteQueryResult<InfiniteData<http.Page, string | null>> {
  return useInfiniteQuery({
    queryKey: talkKey(mentorshipId),
    queryFn: ({ pageParam }) => http.fetchMessages(mentorshipId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.hasOlder ? (page.messages[0]?.id ?? null) : null),
    refetchInterval: NOW_AND_THEN_MS,
  });
}

/** One message that needs no box to write in; its key makes it one message, however often it is sent. */
export const useSendOnce = (mentorshipId: string): UseMutationResult<http.Message, Error, http.Outgoing> =>
  useDeed((one) => http.sendMessage(mentorshipId, one), { keys: [talkKey(mentorshipId), THREADS] });

export const useTakeBack = (mentorshipId: string): UseMutationResult<unknown, Error, string> =>
  useDeed((messageId: string) => http.takeBack(mentorshipId, messageId), { keys: [talkKey(mentorshipId), THREADS], isAlsoRefused: true });

/** Says that what is in sight was read; nothing is in sight of a page in the background. */
export function useReading(mentorshipId: string, last: string | null): void {
  const client = useQueryClient();
  const told = useRef("");
  useEffect(() => {
    const read = (): void => {
      if (last === null || document.visibilityState !== "visible" || told.current === last) return;
      told.current = last;
      http.noteSeen(mentorshipId, last).then(
        () => renew(client, mentorshipId),
        () => {
          told.current = "";
        },
      );
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [client, mentorshipId, last]);
}

export interface Leaving extends http.Outgoing {
  names: string[];
  error: unknown;
}

export interface Outbox {
  leaving: readonly Leaving[];
  send: (text: string, files: readonly http.ChatFile[]) => void;
  again: (key: string) => void;
  discard: (key: string) => void;
}

/** Messages on their way: each keeps its key, so that trying again sends it once. */
export function useOutbox(mentorshipId: string, bookingId: string | null): Outbox {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<readonly Leaving[]>([]);
  const drop = useCallback((key: string) => setLeaving((known) => known.filter((one) => one.key !== key)), []);
  const post = useCallback(
    async (one: Leaving): Promise<void> => {
      setLeaving((known) => known.map((other) => (other.key === one.key ? { ...other, error: null } : other)));
      try {
        await http.sendMessage(mentorshipId, { key: one.key, text: one.text, files: one.files, bookingId: one.bookingId });
        await renew(client, mentorshipId);
        drop(one.key);
      } catch (error) {
        setLeaving((known) => known.map((other) => (other.key === one.key ? { ...other, error } : other)));
      }
    },
    [client, mentorshipId, drop],
  );
  const send: Outbox["send"] = (text, files) => {
    const one: Leaving = { key: newKey(), text, files: files.map(({ id }) => id), bookingId, names: files.map(({ name }) => name), error: null };
    setLeaving((known) => [...known, one]);
    void post(one);
  };
  const again: Outbox["again"] = (key) => {
    const one = leaving.find((other) => other.key === key);
    if (one) void post(one);
  };
  return { leaving, send, again, discard: drop };
}
