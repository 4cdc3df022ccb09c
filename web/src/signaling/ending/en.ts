/** English words of what is asked when a session has ended for somebody. */
export const endingWords = {
  title: "Before you go",
  hint: "Answer what you like, in a minute. All of it can be left out.",
  guestTitle: "One question before you go",
  guestHint: "You can leave it out.",
  gathering: "Thank you for being part of it.",
  done: "Done",
  away: "Thank you. See you again.",
} as const;
