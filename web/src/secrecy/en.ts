/** English words of how a session is encrypted. */
export const secrecyWords = {
  end_to_end: "End-to-end encrypted",
  transport: "Encrypted to the server only",
} as const;
