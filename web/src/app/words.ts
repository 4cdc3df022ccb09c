/** All English words of the application, by domain. The build reads this list and puts each domain's words beside the code that says them. */
import { accountsWords } from "../accounts/en";
import { whiteboardsWords } from "../boards/canvas/en";
import { goalsWords } from "../boards/en";
import { chatWords } from "../chat/en";
import { spaceWords } from "../boards/space/en";
import { historyWords } from "../boards/history/en";
import { coreWords } from "../core/en";
import { feedbackWords } from "../feedback/en";
import { mentorshipsWords } from "../mentorships/en";
import { matchingWords } from "../matching/en";
import { learningWords } from "../matching/learning/en";
import { runsWords } from "../matching/runs/en";
import { notificationsWords } from "../notifications/en";
import { nudgesWords } from "../progress/nudges/en";
import { operatorsWords } from "../operators/en";
import { profilesWords } from "../profiles/en";
import { programmesWords } from "../programmes/en";
import { progressWords } from "../progress/en";
import { reportsWords } from "../progress/reports/en";
import { qualityWords } from "../quality/en";
import { recordingsWords } from "../recordings/en";
import { roomsWords } from "../rooms/en";
import { answerWords } from "../scheduling/answerWords";
import { attendanceWords } from "../scheduling/enAttendance";
import { schedulingWords } from "../scheduling/en";
import { elsewhereWords } from "../scheduling/enElsewhere";
import { secrecyWords } from "../secrecy/en";
import { signalingWords } from "../signaling/en";
import { appWords } from "./en";

export const english = {
  core: coreWords,
  notifications: notificationsWords,
  accounts: accountsWords,
  profiles: profilesWords,
  programmes: programmesWords,
  mentorships: mentorshipsWords,
  matching: matchingWords,
  runs: runsWords,
  learning: learningWords,
  rooms: roomsWords,
  scheduling: schedulingWords,
  elsewhere: elsewhereWords,
  attendance: attendanceWords,
  goals: goalsWords,
  chat: chatWords,
  feedback: feedbackWords,
  progress: progressWords,
  reports: reportsWords,
  quality: qualityWords,
  answer: answerWords,
  secrecy: secrecyWords,
  recordings: recordingsWords,
  signaling: signalingWords,
  whiteboards: whiteboardsWords,
  space: spaceWords,
  history: historyWords,
  nudges: nudgesWords,
  operators: operatorsWords,
  app: appWords,
} as const;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "core";
    resources: typeof english;
  }
}
