/** Where the canvas finds its fonts: with us. Read before the canvas' own chunk, which fetches as it begins. */
Object.assign(globalThis, { EXCALIDRAW_ASSET_PATH: "/assets/excalidraw/" });
