/** Joins the pure form words with a translated sentence, and a refusal's fields with the form's. */
import { useTranslation } from "react-i18next";
import { Refused } from "../core/errors";
import { type FormWord, NAME_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "./model";

/** Says a form word in the reader's language; null stays null: nothing to say. */
export function useFormWord(): (word: FormWord | null) => string | null {
  const { t } = useTranslation("accounts");
  return (word) => (word === null ? null : t(`word.${word}`, { min: PASSWORD_MIN_LENGTH, max: NAME_MAX_LENGTH }));
}

interface WithErrors {
  setErrors: (errors: Record<string, string>) => void;
}

/** Puts the server's words to the fields they are about. Returns whether every word found its field. */
export function showFieldErrors(error: unknown, form: WithErrors, known: readonly string[]): boolean {
  if (!(error instanceof Refused)) return false;
  const fitting = Object.entries(error.fields).filter(([field]) => known.includes(field));
  if (fitting.length > 0) form.setErrors(Object.fromEntries(fitting));
  return fitting.length > 0 && fitting.length === Object.keys(error.fields).length;
}
