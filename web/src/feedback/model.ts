/** What the browser decides about feedback: what is open, what is complete enough to send, in which order. */
import type { Answers, Card, FeedbackList, GatheringCard, Question, Survey, SurveyAnswers, Worths } from "./api";

export const SCALE = ["far_less", "less", "met", "more", "far_more"] as const;
export const PACES = ["too_slow", "right", "too_fast"] as const;
export const HAPPENED = ["forgotten", "came_up", "technology", "elsewhere", "other"] as const;
export const TAGS = ["listens", "clear", "encouraging", "challenging", "prepared", "practical", "open", "knows"] as const;
export const MATTERS = ["concern", "behaviour", "help", "other"] as const;
export const REASONS = ["rude", "private", "untrue", "spam", "other"] as const;
export const WORTHS = ["yes", "partly", "no"] as const;
export const MOST_TAGS = 4;
export const LONGEST_WORDS = 1000;
export const LONGEST_NOTE = 2000;
export const LONGEST_TO_HOST = 500;

export const NOTHING: Answers = { progress: null, heard: null, useful: null, pace: null, happened: null, tags: [], appreciation: "", note: "", mayBeShown: false };

/** What a form begins with: nothing, what was tapped, or what was given before. */
export const draftOf = ({ given, begun }: Card): Answers => given ?? { ...NOTHING, useful: begun };

/** Whether the two met, here or somewhere else. */
export const hasMet = (card: Card, answers: Answers): boolean => card.isHeld || answers.happened === "elsewhere";

export const canSend = (card: Card, answers: Answers): boolean => (hasMet(card, answers) ? typeof answers.useful === "number" : Boolean(answers.happened));

/** Only what was asked is sent: scales go with a session that took place. */
export function toSend(card: Card, answers: Answers): Answers {
  return hasMet(card, answers) ? answers : { ...NOTHING, note: answers.note, happened: answers.happened };
}

type Tag = (typeof TAGS)[number];

/** Chosen or not; no more than can be sent. */
export function withTag(answers: Answers, tag: Tag): Answers {
  const tags = answers.tags;
  if (tags.includes(tag)) return { ...answers, tags: tags.filter((one) => one !== tag) };
  return tags.length < MOST_TAGS ? { ...answers, tags: [...tags, tag] } : answers;
}

export const isWritable = ({ state }: Card): boolean => state === "open" || state === "given";

interface Sorted {
  toAnswer: Card[];
  gatherings: GatheringCard[];
  surveys: Survey[];
  past: Card[];
}

/** What is still to be answered, what closes first in front; all else newest first. */
export function sorted({ sessions, surveys, gatherings }: FeedbackList): Sorted {
  const open = sessions.filter(({ state }) => state === "open");
  return {
    toAnswer: open.toSorted((a, b) => a.closesAt.localeCompare(b.closesAt)),
    gatherings,
    surveys: surveys.filter(({ isOpen }) => isOpen),
    past: sessions.filter(({ state }) => state !== "open"),
  };
}

export function openCount(list: FeedbackList): number {
  const { toAnswer, gatherings, surveys } = sorted(list);
  return toAnswer.length + gatherings.length + surveys.length;
}

/** Every question that needs an answer has one, and there is one at all. */
export const isComplete = (questions: readonly Question[], answers: SurveyAnswers): boolean =>
  Object.keys(answers).length > 0 && questions.every(({ key, isNeeded }) => !isNeeded || answers[key] !== undefined);

/** The reasons are asked of whoever is not sure of the fit. */
export const isAsked = ({ key }: Question, answers: SurveyAnswers): boolean => key !== "misfit" || (answers["fit"] !== undefined && answers["fit"] !== "yes");

export const numbersOf = ({ least, most }: Question): number[] => Array.from({ length: most - least + 1 }, (_, at) => least + at);

/** Without what is no longer asked. */
export const surveyToSend = (questions: readonly Question[], answers: SurveyAnswers): SurveyAnswers =>
  Object.fromEntries(Object.entries(answers).filter(([key]) => questions.some((one) => one.key === key && isAsked(one, answers))));

/** How many of a hundred answers were this one. */
export const shareOf = (of: Worths, worth: (typeof WORTHS)[number]): number => (100 * of[worth]) / Math.max(of.yes + of.partly + of.no, 1);

/** How wide a bar is, in per cent of a scale from 1 to 5. */
export const widthOf = (mean: number): number => (100 * (mean - 1)) / 4;
