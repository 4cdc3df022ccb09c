/** The files of a message that is being written: uploaded as they are chosen, left out again at will. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { isolated } from "../core/names";
import { sizeText } from "../core/sizes";
import { type ChatFile, dropFile, putFile } from "./api";
import { LARGEST_FILE_BYTES, MOST_FILES, fitting } from "./model";

export interface Attaching {
  files: readonly ChatFile[];
  /** Names of those on their way. */
  uploading: readonly string[];
  problem: string | null;
  add: (chosen: readonly File[]) => void;
  leaveOut: (file: ChatFile) => void;
  /** They go with a message now. */
  clear: () => void;
}

export function useAttaching(mentorshipId: string): Attaching {
  const { t, i18n } = useTranslation("chat");
  const say = useSay();
  const [files, setFiles] = useState<readonly ChatFile[]>([]);
  const [uploading, setUploading] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const upload = async (file: File): Promise<void> => {
    setUploading((known) => [...known, file.name]);
    try {
      const sent = await putFile(mentorshipId, file);
      setFiles((known) => [...known, sent]);
    } catch (error) {
      setProblem(`${isolated(file.name)}: ${say(error)}`);
    } finally {
      setUploading((known) => known.toSpliced(known.indexOf(file.name), 1));
    }
  };
  const add = (chosen: readonly File[]): void => {
    const { fit, tooLarge, isTooMany } = fitting(chosen, files.length + uploading.length);
    const first = tooLarge[0];
    setProblem(
      first !== undefined
        ? t("tooLarge", { name: isolated(first.name), size: sizeText(LARGEST_FILE_BYTES, i18n.language) })
        : isTooMany
          ? t("tooMany", { count: MOST_FILES })
          : null,
    );
    for (const file of fit) void upload(file);
  };
  const leaveOut = (file: ChatFile): void => {
    setFiles((known) => known.filter(({ id }) => id !== file.id));
    // What stays behind there goes by itself after a day.
    dropFile(mentorshipId, file.id).catch(() => undefined);
  };
  return { files, uploading, problem, add, leaveOut, clear: () => setFiles([]) };
}
