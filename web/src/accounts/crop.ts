/** Where a square is cut out of a photo; pure geometry in the photo's own pixels. */

interface Size {
  width: number;
  height: number;
}

/** The square's middle and how many times it is smaller than the largest one that fits. */
export interface Crop {
  x: number;
  y: number;
  zoom: number;
}

export const ZOOM_MAX = 4;

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

export const wholeCrop = ({ width, height }: Size): Crop => ({ x: width / 2, y: height / 2, zoom: 1 });

export const sideOf = ({ width, height }: Size, zoom: number): number => Math.min(width, height) / zoom;

/** The nearest crop that lies fully inside the photo. */
export function clampCrop(photo: Size, crop: Crop): Crop {
  const zoom = between(1, crop.zoom, ZOOM_MAX);
  const half = sideOf(photo, zoom) / 2;
  return { zoom, x: between(half, crop.x, photo.width - half), y: between(half, crop.y, photo.height - half) };
}

/** Moves the picture under a window of `shownSide` screen pixels by `dx`, `dy` of them. */
export function dragCrop(photo: Size, crop: Crop, moved: { dx: number; dy: number; shownSide: number }): Crop {
  const perPixel = sideOf(photo, crop.zoom) / moved.shownSide;
  return clampCrop(photo, { ...crop, x: crop.x - moved.dx * perPixel, y: crop.y - moved.dy * perPixel });
}

/** Where and how large the whole picture is drawn, in percent of the window. */
export function shownAt(photo: Size, crop: Crop): { left: string; top: string; width: string } {
  const side = sideOf(photo, crop.zoom);
  return {
    left: `${(-(crop.x - side / 2) / side) * 100}%`,
    top: `${(-(crop.y - side / 2) / side) * 100}%`,
    width: `${(photo.width / side) * 100}%`,
  };
}
