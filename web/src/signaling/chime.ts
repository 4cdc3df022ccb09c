/** A few soft notes at a chosen speaker: for hearing whether it is the right one, and for telling that somebody knocks. */

/** Frequency in Hz and start in s. */
type Notes = readonly (readonly [number, number])[];

/** D major, rising. */
const RISING: Notes = [
  [587.33, 0],
  [739.99, 0.18],
  [880, 0.36],
];
/** The same note twice, low, as on wood. */
const KNOCK: Notes = [
  [220, 0],
  [220, 0.2],
];
const NOTE_S = 0.5;
const WHOLE_MS = 1_300;
const VOLUME = 0.22;

function strike(context: AudioContext, out: AudioNode, hertz: number, startS: number): void {
  const tone = context.createOscillator();
  const envelope = context.createGain();
  const at = context.currentTime + 0.05 + startS;
  tone.frequency.value = hertz;
  envelope.gain.setValueAtTime(0, at);
  envelope.gain.linearRampToValueAtTime(VOLUME, at + 0.02);
  envelope.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S);
  tone.connect(envelope).connect(out);
  tone.start(at);
  tone.stop(at + NOTE_S);
}

export const playChime = (speaker: string | null): Promise<void> => play(RISING, speaker);
export const playKnock = (speaker: string | null): Promise<void> => play(KNOCK, speaker);

async function play(notes: Notes, speaker: string | null): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const player: HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> } = new Audio();
  player.srcObject = out.stream;
  if (speaker !== null) await player.setSinkId?.(speaker).catch(() => undefined); // gone: the default plays
  await player.play();
  for (const [hertz, startS] of notes) strike(context, out, hertz, startS);
  await new Promise((resolve) => setTimeout(resolve, WHOLE_MS));
  await context.close();
}
