/** English words of the whiteboards. */
export const whiteboardsWords = {
  title: "Whiteboards",
  page: {
    back: "Back to the whiteboards",
    goneTitle: "There is no such whiteboard",
    goneHint: "It may have been somebody else's, or the address is not whole.",
  },
  state: {
    opening: "Opening …",
    live: "Saved",
    offline: "Offline",
    closed: "Closed",
  },
} as const;
