/** The session in a small window that stays above others: a page of its own where the browser has that, else the picture alone. */
import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallView } from "../call";
import { producerOf } from "../model";

interface PageWindows {
  requestWindow: (size: { width: number; height: number }) => Promise<Window>;
}

interface Windowing {
  documentPictureInPicture?: PageWindows;
}

const pages = (): PageWindows | undefined => (globalThis as Windowing).documentPictureInPicture;

/** How this browser does it; `own`: by a button that it puts on pictures itself, out of our reach. */
export type WindowWay = "page" | "picture" | "own" | "none";

function windowWay(): WindowWay {
  if (pages()) return "page";
  if (document.pictureInPictureEnabled) return "picture";
  return /firefox/i.test(navigator.userAgent) && !/mobile|android/i.test(navigator.userAgent) ? "own" : "none";
}

const SIZE = { width: 380, height: 260 } as const;

/** Everything that styles this page, for another one: rules are copied as sheets, which no content policy minds. */
function dress(page: Window & typeof globalThis): void {
  const { document: there } = page;
  const root = document.documentElement;
  for (const name of root.getAttributeNames()) there.documentElement.setAttribute(name, root.getAttribute(name) ?? "");
  there.adoptedStyleSheets = [...document.styleSheets].map((sheet) => {
    const copy = new page.CSSStyleSheet();
    copy.replaceSync([...sheet.cssRules].map(({ cssText }) => cssText).join("\n"));
    return copy;
  });
}

export interface SmallWindow {
  way: WindowWay;
  /** The other page's body to draw in; null while there is none. */
  body: HTMLElement | null;
  isOpen: boolean;
  toggle: () => void;
}

/** The picture that matters most: what others share, whom we keep in view, who spoke last, who is there. */
export function featuredTrack({ call, tracks }: CallView): MediaStreamTrack | null {
  if (call.isAudioOnly) return null;
  const inOrder = [call.pinnedId, call.lastSpeakerId];
  const rank = (peerId: string): number => (inOrder.includes(peerId) ? inOrder.indexOf(peerId) : inOrder.length);
  const people = [...call.peers].sort((a, b) => rank(a.peerId) - rank(b.peerId));
  const pictures = (["screen", "camera"] as const).flatMap((source) => people.map((peer) => producerOf(peer, source)));
  for (const producer of pictures) {
    const track = producer && !producer.isPaused ? tracks.get(producer.producerId) : undefined;
    if (track) return track;
  }
  return null;
}

/** A picture of our page that may go into the browser's own small window. */
function shownPicture(track: MediaStreamTrack | null): HTMLVideoElement | null {
  const videos = [...document.querySelectorAll("video")];
  return videos.find(({ srcObject }) => srcObject instanceof MediaStream && track !== null && srcObject.getTracks().includes(track)) ?? null;
}

export function useSmallWindow(view: CallView): SmallWindow {
  const { t } = useTranslation("signaling");
  const [page, setPage] = useState<Window | null>(null);
  const track = featuredTrack(view);
  const way = windowWay();
  const failed = useCallback((word: "failed" | "noPicture"): void => void notifications.show({ message: t(`aids.window.${word}`), color: "clay" }), [t]);
  const openPage = useCallback(async (): Promise<void> => {
    const opened = await pages()?.requestWindow(SIZE);
    if (!opened) return;
    dress(opened as Window & typeof globalThis);
    opened.document.title = document.title;
    opened.addEventListener("pagehide", () => setPage(null));
    setPage(opened);
  }, []);
  const openPicture = async (): Promise<void> => {
    const picture = shownPicture(track);
    if (picture) await picture.requestPictureInPicture();
    else failed("noPicture");
  };
  const toggle = (): void => {
    if (page) return page.close();
    if (document.pictureInPictureElement) return void document.exitPictureInPicture().catch(() => undefined);
    if (way === "page") return void openPage().catch(() => failed("failed"));
    if (way === "picture") void openPicture().catch(() => failed("failed"));
  };
  useEffect(() => () => page?.close(), [page]);
  useEffect(() => {
    if (!pages()) return;
    // Chromium calls this when somebody who allowed it once turns to another tab.
    const name = "enterpictureinpicture" as MediaSessionAction;
    const set = (handler: MediaSessionActionHandler | null): void => {
      try {
        navigator.mediaSession.setActionHandler(name, handler);
      } catch {
        // An older browser does not know it: the button is there.
      }
    };
    set(() => void openPage().catch(() => undefined));
    return () => set(null);
  }, [openPage]);
  return { way, body: page?.document.body ?? null, isOpen: page !== null, toggle };
}
