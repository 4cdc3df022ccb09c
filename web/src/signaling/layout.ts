/** How tiles share a rectangle; pure geometry. */

interface Grid {
  columns: number;
  tileWidth: number;
  tileHeight: number;
}

/** Faces look right between a tall portrait and a wide film. */
const NARROWEST = 2 / 3;
const WIDEST = 16 / 9;

function shape(cellWidth: number, cellHeight: number): { width: number; height: number } {
  const aspect = cellWidth / cellHeight;
  if (aspect > WIDEST) return { width: cellHeight * WIDEST, height: cellHeight };
  if (aspect < NARROWEST) return { width: cellWidth, height: cellWidth / NARROWEST };
  return { width: cellWidth, height: cellHeight };
}

/** The number of columns that gives `count` tiles the most area in `width` × `height`. */
export function fitGrid(count: number, width: number, height: number, gap: number): Grid {
  let best: Grid = { columns: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const tile = shape(cellWidth, cellHeight);
    if (tile.width * tile.height > best.tileWidth * best.tileHeight) {
      best = { columns, tileWidth: Math.floor(tile.width), tileHeight: Math.floor(tile.height) };
    }
  }
  return best;
}
