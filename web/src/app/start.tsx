/** Starts what a page shows in the reader's language. */
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./fonts.css";
import "./tokens.css";
import type { QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { firstLanguage, speak, startWords } from "../core/i18n";
import { styleNonce } from "../core/ui/nonce";
import { App } from "./App";
import { loadTongue } from "./tongues";

/** `first` is waited for before anything is shown. Raises: its error. */
export async function start(inside: ReactNode, queries: QueryClient, first: Promise<unknown> = Promise.resolve()): Promise<void> {
  // Libraries that add style sheets at run time (the scroll lock under dialogs) read the nonce from this name.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

  const place = document.getElementById("root");
  if (!place) throw new Error("the page has no #root");

  const words = startWords({}, "core");
  // A language that does not arrive leaves the page in English, which is better than no page.
  await Promise.all([speak(words, firstLanguage(), loadTongue).catch(() => undefined), first]);

  createRoot(place).render(
    <I18nextProvider i18n={words}>
      <App queries={queries}>{inside}</App>
    </I18nextProvider>,
  );
}
