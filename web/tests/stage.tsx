/** Renders a part of the application as the application does: with its words and its look. */
import { MantineProvider } from "@mantine/core";
import { type RenderResult, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { themeWith } from "../src/app/theme";
import { english } from "../src/app/words";
import { startWords } from "../src/core/i18n";

export const words = startWords(english, "core");

export function show(part: ReactNode): RenderResult {
  return render(
    <I18nextProvider i18n={words}>
      <MantineProvider theme={themeWith(words.t("close"))} env="test">
        {part}
      </MantineProvider>
    </I18nextProvider>,
  );
}
