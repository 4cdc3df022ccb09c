/** English words about connections. */
export const qualityWords = {
  badge: {
    short: { fair: "Unsteady", poor: "Weak", lost: "Lost" },
    them: {
      good: "Good connection",
      fairUp: "Their connection is unsteady: small gaps are possible",
      poorUp: "Their connection is weak: picture may freeze, sound may break up",
      fairDown: "Their connection is unsteady: they may miss a moment of others",
      poorDown: "Their connection is weak: they may see and hear others with gaps",
      fairBoth: "Their connection is unsteady in both directions",
      poorBoth: "Their connection is weak in both directions: picture and sound may break up",
      lost: "Their connection is lost at the moment",
    },
    you: {
      good: "Your connection is good",
      fairUp: "Your connection is unsteady: others may see small gaps",
      poorUp: "Your connection is weak: others may see you freeze and hear gaps",
      fairDown: "Your connection is unsteady: you may miss a moment of others",
      poorDown: "Your connection is weak: others may freeze for you",
      fairBoth: "Your connection is unsteady in both directions",
      poorBoth: "Your connection is weak in both directions",
      lost: "Your connection is lost at the moment",
    },
    advice: "Your connection is weak. Turn off your camera to keep the sound clear.",
    adviceDo: "Turn camera off",
    adviceSeen: "Not now",
  },
} as const;
