/** The person's photo with its two deeds: choose another, remove. */
import { Button, FileButton, Group } from "@mantine/core";
import { ImageUp, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { Portrait } from "../core/ui/Portrait";
import type { Me } from "./api";
import { type OpenPhoto, PhotoCropper, openPhoto } from "./PhotoCropper";
import classes from "./ProfilePage.module.css";
import { useDeletePhoto, usePutPhoto } from "./use";

/** The cut-out is small; this only keeps a film from being opened as a picture. */
const LARGEST_FILE_BYTES = 20 * 1024 * 1024;

export function PhotoField({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const put = usePutPhoto();
  const remove = useDeletePhoto();
  const [photo, setPhoto] = useState<OpenPhoto | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => () => URL.revokeObjectURL(photo?.url ?? ""), [photo]);

  const choose = (file: File | null): void => {
    if (!file) return;
    if (file.size > LARGEST_FILE_BYTES) return setProblem(t("profile.photoBig"));
    setProblem(null);
    openPhoto(file).then(setPhoto, () => setProblem(t("profile.photoUnreadable")));
  };
  const use = (square: Blob): void =>
    put.mutate(square, {
      onError: (error) => setProblem(say(error)),
      onSettled: () => setPhoto(null),
    });

  return (
    <div className={classes["photo"]}>
      <Portrait name={me.name} photoUrl={me.photoUrl} size="7rem" />
      <div className={classes["photoWords"]}>
        <p className={classes["hint"]}>{t("profile.photoHint")}</p>
        <Group gap="xs">
          <FileButton accept="image/jpeg,image/png,image/webp,image/avif,image/gif" onChange={choose}>
            {(props) => (
              <Button {...props} size="sm" variant="light" leftSection={<ImageUp size={18} aria-hidden="true" />}>
                {me.photoUrl ? t("profile.photoReplace") : t("profile.photoChoose")}
              </Button>
            )}
          </FileButton>
          {me.photoUrl && (
            <Button size="sm" variant="subtle" color="clay" loading={remove.isPending} onClick={() => remove.mutate()} leftSection={<Trash2 size={18} aria-hidden="true" />}>
              {t("profile.photoRemove")}
            </Button>
          )}
        </Group>
        {problem && <Notice>{problem}</Notice>}
      </div>
      {photo && <PhotoCropper photo={photo} isSaving={put.isPending} onUse={use} onClose={() => setPhoto(null)} />}
    </div>
  );
}
