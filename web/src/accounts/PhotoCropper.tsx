/** Lets a person place their photo in the circle before it is sent; what is sent is already the square. */
import { Button, Group, Modal, Slider } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Crop, ZOOM_MAX, clampCrop, dragCrop, shownAt, sideOf, wholeCrop } from "./crop";
import classes from "./PhotoCropper.module.css";

/** As large as the server keeps it. */
const OUTPUT_PX = 512;
const KEY_STEP_PX = 8;
const ARROWS: Record<string, { dx: number; dy: number }> = {
  ArrowLeft: { dx: -KEY_STEP_PX, dy: 0 },
  ArrowRight: { dx: KEY_STEP_PX, dy: 0 },
  ArrowUp: { dx: 0, dy: -KEY_STEP_PX },
  ArrowDown: { dx: 0, dy: KEY_STEP_PX },
};

export interface OpenPhoto {
  url: string;
  image: HTMLImageElement;
}

/** Reads a picked file as a picture. Raises what the browser says when it is none. */
export async function openPhoto(file: Blob): Promise<OpenPhoto> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch (cause) {
    URL.revokeObjectURL(url);
    throw cause;
  }
  return { url, image };
}

const sizeOf = ({ naturalWidth, naturalHeight }: HTMLImageElement): { width: number; height: number } => ({
  width: naturalWidth,
  height: naturalHeight,
});

async function cut(image: HTMLImageElement, crop: Crop): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = OUTPUT_PX;
  canvas.height = OUTPUT_PX;
  const side = sideOf(sizeOf(image), crop.zoom);
  const pen = canvas.getContext("2d");
  pen?.drawImage(image, crop.x - side / 2, crop.y - side / 2, side, side, 0, 0, OUTPUT_PX, OUTPUT_PX);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the canvas gave no picture"))), "image/jpeg", 0.92);
  });
}

interface PhotoCropperProps {
  photo: OpenPhoto;
  isSaving: boolean;
  onUse: (square: Blob) => void;
  onClose: () => void;
}

export function PhotoCropper({ photo, isSaving, onUse, onClose }: PhotoCropperProps): ReactNode {
  const { t } = useTranslation("accounts");
  const core = useTranslation("core");
  const size = sizeOf(photo.image);
  const [crop, setCrop] = useState<Crop>(() => wholeCrop(size));
  const pane = useRef<HTMLDivElement>(null);
  const move = (dx: number, dy: number): void =>
    setCrop((old) => dragCrop(size, old, { dx, dy, shownSide: pane.current?.clientWidth ?? 1 }));
  const onPointerMove = (event: PointerEvent): void => {
    if (event.buttons > 0) move(event.movementX, event.movementY);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    move(step.dx, step.dy);
  };
  return (
    <Modal opened onClose={onClose} title={t("profile.photoCrop")} closeButtonProps={{ "aria-label": core.t("close") }}>
      <p className={classes["hint"]} id="crop-hint">
        {t("profile.photoCropHint")}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application region: drag and arrow keys move the picture */}
      <div
        ref={pane}
        className={classes["pane"]}
        role="application"
        aria-label={t("profile.photoCrop")}
        aria-describedby="crop-hint"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys move the picture
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      >
        <img src={photo.url} alt="" draggable={false} className={classes["picture"]} style={shownAt(size, crop)} />
        <div className={classes["ring"]} />
      </div>
      <Slider
        label={null}
        aria-label={t("profile.photoZoom")}
        thumbProps={{ "aria-label": t("profile.photoZoom") }}
        min={1}
        max={ZOOM_MAX}
        step={0.02}
        value={crop.zoom}
        onChange={(zoom) => setCrop((old) => clampCrop(size, { ...old, zoom }))}
        my="lg"
      />
      <Group justify="flex-end">
        <Button variant="subtle" onClick={onClose}>
          {core.t("cancel")}
        </Button>
        <Button loading={isSaving} onClick={() => void cut(photo.image, crop).then(onUse)}>
          {t("profile.photoUse")}
        </Button>
      </Group>
    </Modal>
  );
}
