/** Joins the call's pure state with React: visits, levels, sound, announcements. */
import { useEffect, useRef, useState } from "react";
import { useStore } from "../core/store";
import type { CallView } from "./call";
import type { LocalState } from "./local";
import { type Announcement, type CallState, announcements } from "./model";
import type { Visit } from "./visit";

export const useCallView = (visit: Visit): CallView => useStore(visit.call.view);
export const useLocal = (visit: Visit): LocalState => useStore(visit.local.state);

/** What happened last, for the live region. */
export function useAnnouncements(call: CallState): readonly Announcement[] {
  const before = useRef(call);
  const [news, setNews] = useState<readonly Announcement[]>([]);
  useEffect(() => {
    const fresh = announcements(before.current, call);
    before.current = call;
    if (fresh.length > 0) setNews(fresh);
  }, [call]);
  return news;
}

/** Loudness 0…1 of a track, about 20 times a second; 0 without one. */
export function useLoudness(track: MediaStreamTrack | null): number {
  const [loudness, setLoudness] = useState(0);
  useEffect(() => {
    if (!track || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      setLoudness(loudnessOf(samples));
    }, 50);
    return () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
      setLoudness(0);
    };
  }, [track]);
  return loudness;
}

/** −60 dBFS and below is 0, −10 and above is 1: the span of a voice at a desk. */
const FLOOR_DB = -60;
const CEILING_DB = -10;

export function loudnessOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** A live microphone that has given nothing for this long is probably the wrong one. */
const SILENT_AFTER_MS = 6_000;
const HEARD_FROM = 0.06;

export function useIsSilent(loudness: number, isListening: boolean): boolean {
  const [isSilent, setSilent] = useState(false);
  const isWaiting = isListening && loudness <= HEARD_FROM;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSilent(true), SILENT_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setSilent(false);
    };
  }, [isWaiting]);
  return isSilent;
}

/** An element's inner size as it changes. */
export function useSize(): [(element: HTMLElement | null) => void, { width: number; height: number }] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, size];
}

/** Tells an element's height in device pixels as it changes; 0 while it is scrolled out of sight. */
export function useSeenHeight(tell: ((heightPx: number) => void) | undefined): (element: HTMLElement | null) => void {
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element || !tell) return;
    let isSeen = true;
    let height = 0;
    const say = (): void => {
      if (height > 0) tell(isSeen ? height : 0);
    };
    const sizes = new ResizeObserver(([entry]) => {
      height = Math.round((entry?.contentRect.height ?? 0) * window.devicePixelRatio);
      say();
    });
    const sights = new IntersectionObserver(([entry]) => {
      isSeen = entry?.isIntersecting ?? true;
      say();
    });
    sizes.observe(element);
    sights.observe(element);
    return () => {
      sizes.disconnect();
      sights.disconnect();
    };
  }, [element, tell]);
  return setElement;
}
