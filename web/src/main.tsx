/** Starts the application in the reader's language. */
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/fonts.css";
import "./app/tokens.css";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { App } from "./app/App";
import { loadTongue } from "./app/tongues";
import { firstLanguage, speak, startWords } from "./core/i18n";
import { createQueryClient } from "./core/query";
import { styleNonce } from "./core/ui/nonce";

// Libraries that add style sheets at run time (the scroll lock under dialogs) read the nonce from this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");

const words = startWords({}, "core");
// A language that does not arrive leaves the page in English, which is better than no page.
await speak(words, firstLanguage(), loadTongue).catch(() => undefined);

createRoot(place).render(
  <I18nextProvider i18n={words}>
    <App queries={createQueryClient()} />
  </I18nextProvider>,
);
