/** English words of the frame and the landing page. */
export const appWords = {
  skip: "Skip to the content",
  nav: {
    home: "Home",
    recordings: "Recordings",
    profile: "Profile",
    security: "Sign-in and security",
    signOut: "Sign out",
    signIn: "Sign in",
    signUp: "Create an account",
    menu: "Your menu",
    toDark: "Switch to the dark look",
    toLight: "Switch to the light look",
  },
  welcome: {
    title: "Good company for a long journey",
    lead: "Ithaca is where mentors and mentees meet. Open a session, send the link, and talk face to face, in the browser, with nothing to install.",
    start: "Create your account",
    have: "I have an account",
    points: {
      link: "A link that keeps its door",
      linkHint: "Whoever you invite steps right in. Everybody else knocks, and you decide.",
      lobby: "Arrive unhurried",
      lobbyHint: "Check picture and sound in the lobby, see who is there, then go in.",
      back: "Back before anybody asks",
      backHint: "A lost network or a reloaded page does not end the talk. You are back in your seat within moments.",
      own: "At home with you",
      ownHint: "Ithaca runs on a server of your own. Voice and picture pass through it and nobody else’s.",
    },
    quote: "Keep Ithaca always in your mind. Arriving there is what you are destined for. But do not hurry the journey at all.",
    quoteBy: "after C. P. Cavafy, 1911",
  },
  lost: {
    title: "There is nothing at this address",
    hint: "It may have moved, or a letter went missing on the way.",
  },
  crash: {
    title: "We have run aground",
    hint: "The page hit something it did not expect. Loading it again usually sets it afloat.",
    again: "Load again",
  },
} as const;
