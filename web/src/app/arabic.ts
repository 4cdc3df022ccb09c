/** Arabic words of the application, under the same names as the English ones. */
import { accountsAr } from "../accounts/ar";
import { whiteboardsAr } from "../boards/canvas/ar";
import { goalsAr } from "../boards/ar";
import { historyAr } from "../boards/history/ar";
import { spaceAr } from "../boards/space/ar";
import { chatAr } from "../chat/ar";
import { coreAr } from "../core/ar";
import { feedbackAr } from "../feedback/ar";
import { mentorshipsAr } from "../mentorships/ar";
import { matchingAr } from "../matching/ar";
import { learningAr } from "../matching/learning/ar";
import { runsAr } from "../matching/runs/ar";
import { notificationsAr } from "../notifications/ar";
import { nudgesAr } from "../progress/nudges/ar";
import { operatorsAr } from "../operators/ar";
import { profilesAr } from "../profiles/ar";
import { programmesAr } from "../programmes/ar";
import { progressAr } from "../progress/ar";
import { reportsAr } from "../progress/reports/ar";
import { qualityAr } from "../quality/ar";
import { recordingsAr } from "../recordings/ar";
import { roomsAr } from "../rooms/ar";
import { schedulingAr } from "../scheduling/ar";
import { answerAr, attendanceAr } from "../scheduling/arAttendance";
import { elsewhereAr } from "../scheduling/arElsewhere";
import { secrecyAr } from "../secrecy/ar";
import { signalingAr } from "../signaling/ar";
import { appAr } from "./ar";

export const arabic = {
  core: coreAr,
  notifications: notificationsAr,
  accounts: accountsAr,
  profiles: profilesAr,
  programmes: programmesAr,
  mentorships: mentorshipsAr,
  matching: matchingAr,
  runs: runsAr,
  learning: learningAr,
  rooms: roomsAr,
  scheduling: schedulingAr,
  elsewhere: elsewhereAr,
  attendance: attendanceAr,
  goals: goalsAr,
  chat: chatAr,
  feedback: feedbackAr,
  progress: progressAr,
  reports: reportsAr,
  quality: qualityAr,
  answer: answerAr,
  secrecy: secrecyAr,
  recordings: recordingsAr,
  signaling: signalingAr,
  whiteboards: whiteboardsAr,
  space: spaceAr,
  history: historyAr,
  nudges: nudgesAr,
  operators: operatorsAr,
  app: appAr,
};
