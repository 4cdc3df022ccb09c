/** What is to say under a field of text: the server's word first, then whether it is too short or too long. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { textWord } from "./model";

interface FieldWordProps {
  said?: string | undefined;
  text: string;
  least: number;
  most: number;
}

/** The word itself, for fields that are coloured by having one; null when there is nothing to say. */
export function useFieldWord(): (props: FieldWordProps) => ReactNode {
  const { t } = useTranslation("profiles");
  return ({ said, text, least, most }) => {
    if (said) return said;
    const word = textWord(text, least, most);
    return word === null ? null : t(`word.${word}`, { least, most });
  };
}
