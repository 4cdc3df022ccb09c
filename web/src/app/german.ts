/** All words of the application in German. */
import { accountsDe } from "../accounts/de";
import { whiteboardsDe } from "../boards/canvas/de";
import { goalsDe } from "../boards/de";
import { historyDe } from "../boards/history/de";
import { spaceDe } from "../boards/space/de";
import { chatDe } from "../chat/de";
import { coreDe } from "../core/de";
import { feedbackDe } from "../feedback/de";
import { matchingDe } from "../matching/de";
import { learningDe } from "../matching/learning/de";
import { runsDe } from "../matching/runs/de";
import { mentorshipsDe } from "../mentorships/de";
import { notificationsDe } from "../notifications/de";
import { nudgesDe } from "../progress/nudges/de";
import { operatorsDe } from "../operators/de";
import { profilesDe } from "../profiles/de";
import { programmesDe } from "../programmes/de";
import { progressDe } from "../progress/de";
import { reportsDe } from "../progress/reports/de";
import { qualityDe } from "../quality/de";
import { recordingsDe } from "../recordings/de";
import { roomsDe } from "../rooms/de";
import { schedulingDe } from "../scheduling/de";
import { answerDe } from "../scheduling/deAnswer";
import { attendanceDe } from "../scheduling/deAttendance";
import { elsewhereDe } from "../scheduling/deElsewhere";
import { secrecyDe } from "../secrecy/de";
import { signalingDe } from "../signaling/de";
import { appDe } from "./de";

export const german = {
  core: coreDe,
  notifications: notificationsDe,
  accounts: accountsDe,
  profiles: profilesDe,
  programmes: programmesDe,
  mentorships: mentorshipsDe,
  matching: matchingDe,
  runs: runsDe,
  learning: learningDe,
  rooms: roomsDe,
  scheduling: schedulingDe,
  elsewhere: elsewhereDe,
  attendance: attendanceDe,
  goals: goalsDe,
  progress: progressDe,
  reports: reportsDe,
  quality: qualityDe,
  answer: answerDe,
  secrecy: secrecyDe,
  recordings: recordingsDe,
  signaling: signalingDe,
  whiteboards: whiteboardsDe,
  nudges: nudgesDe,
  operators: operatorsDe,
  chat: chatDe,
  feedback: feedbackDe,
  space: spaceDe,
  history: historyDe,
  app: appDe,
} as const;
