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
  loading: "Preparing your picture…",
} as const;
