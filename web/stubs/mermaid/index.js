/** Stands where the canvas looks for diagrams from text, which our whiteboards do not offer; refuses to draw any. */
export function parseMermaidToExcalidraw() {
  return Promise.reject(new Error("Diagrams from text are not offered here."));
}
