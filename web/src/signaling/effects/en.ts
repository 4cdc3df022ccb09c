/** English words of what is done with our own picture and sound before others get them. */

export const effectWords = {
  behind: "Behind you",
  none: "As it is",
  blur: "Blurred",
  plain: "Plain wall",
  unfit: {
    unsupported: "This browser cannot change what is behind you. Try a current Firefox, Chrome, Edge or Safari.",
    weak: "This device is not strong enough to change what is behind you while you talk.",
  },
  voice: {
    title: "Noise around you",
    browser: "Reduced",
    strong: "Reduced a lot",
    off: "Kept",
    ignored: {
      browser: "This browser or microphone does not reduce noise by itself. “Reduced a lot” does it here.",
      strong: "This browser reduces noise as well, whatever is chosen here.",
      off: "This browser reduces noise all the same: others may not hear music as it is.",
    },
  },
  loading: "Preparing your picture…",
} as const;
