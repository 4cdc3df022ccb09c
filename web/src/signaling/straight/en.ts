/** English words of going straight into a session. */

export const straightWords = {
  going: "Taking you to “{{title}}”…",
  checkFirst: "Check devices first",
  tick: "Next time, go straight in",
  hint: "On this device, with what is switched on now. You can check your devices first whenever you like.",
  asks: {
    microphone: "You did not go straight in: your browser asks again whether this page may use your microphone.",
    camera: "You did not go straight in: your browser asks again whether this page may use your camera.",
  },
  gone: {
    microphone: "You did not go straight in: the microphone that you used last time is not there.",
    camera: "You did not go straight in: the camera that you used last time is not there.",
  },
  failed: {
    microphone: "You did not go straight in: your microphone could not be started.",
    camera: "You did not go straight in: your camera could not be started.",
  },
} as const;
