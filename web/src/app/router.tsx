/** Every address of the application and the page that answers it. */
import { Navigate, Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent, useLocation } from "@tanstack/react-router";
import { type ComponentProps, type ReactNode, Suspense, lazy } from "react";
import { safeNext } from "../accounts/model";
import { useMe } from "../accounts/use";
import { Unreachable } from "../core/errors";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { type Step, stepIn } from "../profiles/model";
import { TABS as MANAGE_TABS, type Tab } from "../programmes/tabs";
import { lookedIn } from "../matching/looked";
import type { Looking } from "../boards/history/HistoryPage";
import type { PauseBookings } from "../mentorships/PairSteps";
import { CrashPage, LostPage } from "./LostPage";
import { Shell } from "./Shell";

/** Without a network the router would load the address anew, and the browser would show a page of its own for ours. */
const later: typeof lazyRouteComponent = (part, name) =>
  lazyRouteComponent(async () => {
    try {
      return await part();
    } catch (cause) {
      throw navigator.onLine ? cause : new Unreachable("a part of the app", { cause, silence: "offline" });
    }
  }, name);

// Every page is a part of its own, that the first one is light; so is what pages of one domain show of another.
const WelcomePage = later(() => import("./WelcomePage"), "WelcomePage");
const SignInPage = later(() => import("../accounts/SignInPage"), "SignInPage");
const SignUpPage = later(() => import("../accounts/SignUpPage"), "SignUpPage");
const ForgotPage = later(() => import("../accounts/ForgotPage"), "ForgotPage");
const ResetPage = later(() => import("../accounts/ResetPage"), "ResetPage");
const VerifyPage = later(() => import("../accounts/VerifyPage"), "VerifyPage");
const HomePage = later(() => import("../rooms/HomePage"), "HomePage");
const NextSession = later(() => import("../scheduling/NextSession"), "NextSession");
const WaitingFeedback = later(() => import("../feedback/WaitingFeedback"), "WaitingFeedback");
const ProfileNudge = later(() => import("../profiles/ProfileNudge"), "ProfileNudge");
const CardRecordings = later(() => import("../recordings/CardRecordings"), "CardRecordings");
const BookButton = later(() => import("../scheduling/BookButton"), "BookButton");
const AskButton = later(() => import("../mentorships/AskButton"), "AskButton");
const PauseSessions = later(() => import("../scheduling/PauseSessions"), "PauseSessions");

const recordingsOf = (roomId: string): ReactNode => <CardRecordings roomId={roomId} />;

const meetMentor = (mentorId: string): ReactNode => (
  <>
    <BookButton mentorId={mentorId} />
    <AskButton mentorId={mentorId} />
  </>
);
const bookMentor = (mentorId: string): ReactNode => <BookButton mentorId={mentorId} />;
const pauseSessions: PauseBookings = (props) => <PauseSessions {...props} />;
/** Seldom there is one: its code is no part of what everybody waits for. */
const HomeNudges = lazy(async () => ({ default: (await import("../progress/nudges/NudgesCard")).HomeNudges }));
const homeTop: ReactNode = (
  <>
    <NextSession />
    <WaitingFeedback />
    <Suspense fallback={null}>
      <HomeNudges />
    </Suspense>
    <ProfileNudge />
  </>
);

function Start(): ReactNode {
  const me = useMe();
  if (me.isPending) return <Loading />;
  if (me.data === undefined) return <FailedPage of={me} />;
  return me.data ? <HomePage top={homeTop} cardExtra={recordingsOf} /> : <WelcomePage />;
}

/** Lets only signed-in people through; others sign in first and come back. */
function OnlySignedIn(): ReactNode {
  const me = useMe();
  const here = useLocation({ select: ({ pathname }) => pathname });
  if (me.isPending) return <Loading />;
  // Nobody is signed out by a server that does not answer.
  if (me.data === undefined) return <FailedPage of={me} />;
  return me.data ? <Outlet /> : <Navigate to="/sign-in" search={{ next: here }} replace />;
}

const nextOf = (search: Record<string, unknown>): { next: string } => ({ next: safeNext(search["next"]) });
const tokenOf = (search: Record<string, unknown>): { token: string } => ({ token: String(search["token"] ?? "") });

const root = createRootRoute({ component: Shell, notFoundComponent: LostPage, errorComponent: CrashPage });
const start = createRoute({ getParentRoute: () => root, path: "/", component: Start });
const signUp = createRoute({ getParentRoute: () => root, path: "/sign-up", validateSearch: nextOf, component: () => <SignUpPage next={signUp.useSearch().next} /> });
const signIn = createRoute({ getParentRoute: () => root, path: "/sign-in", validateSearch: nextOf, component: () => <SignInPage next={signIn.useSearch().next} /> });
const forgot = createRoute({ getParentRoute: () => root, path: "/forgot", component: ForgotPage });
const reset = createRoute({ getParentRoute: () => root, path: "/reset", validateSearch: tokenOf, component: () => <ResetPage token={reset.useSearch().token} /> });
const invited = createRoute({ getParentRoute: () => root, path: "/invite", validateSearch: tokenOf, component: () => <ResetPage token={invited.useSearch().token} isFirst /> });
const verify = createRoute({ getParentRoute: () => root, path: "/verify", validateSearch: tokenOf, component: () => <VerifyPage token={verify.useSearch().token} /> });
const own = createRoute({ getParentRoute: () => root, id: "own", component: OnlySignedIn });
const profile = createRoute({ getParentRoute: () => own, path: "/profile", component: later(() => import("../accounts/ProfilePage"), "ProfilePage") });
const stepOf = (role: "mentee" | "mentor", search: Record<string, unknown>): { step?: Step } => {
  const step = stepIn(role, search["step"]);
  return step ? { step } : {};
};
const MenteeProfilePage = later(() => import("../profiles/MenteeProfilePage"), "MenteeProfilePage");
const menteeProfile = createRoute({ getParentRoute: () => own, path: "/profile/mentee", validateSearch: (search) => stepOf("mentee", search), component: () => <MenteeProfilePage step={menteeProfile.useSearch().step} /> });
const MentorProfilePage = later(() => import("../profiles/MentorProfilePage"), "MentorProfilePage");
const mentorProfile = createRoute({ getParentRoute: () => own, path: "/profile/mentor", validateSearch: (search) => stepOf("mentor", search), component: () => <MentorProfilePage step={mentorProfile.useSearch().step} /> });
const MentorPage = later(() => import("../profiles/MentorPage"), "MentorPage");
const Reviews = later(() => import("../feedback/Reviews"), "Reviews");
const reviewsOf = (mentorId: string): ReactNode => <Reviews mentorId={mentorId} />;
const mentor = createRoute({ getParentRoute: () => own, path: "/mentors/$mentorId", component: () => <MentorPage mentorId={mentor.useParams().mentorId} actions={meetMentor} reviews={reviewsOf} key={mentor.useParams().mentorId} /> });
const MentorshipsPage = later(() => import("../mentorships/MentorshipsPage"), "MentorshipsPage");
const Glance = later(() => import("../progress/Glance"), "Glance");
const glanceOf = (mentorshipId: string): ReactNode => <Glance mentorshipId={mentorshipId} />;
const mentorships = createRoute({ getParentRoute: () => own, path: "/mentorships", component: () => <MentorshipsPage glance={glanceOf} /> });
const PairPage = later(() => import("../mentorships/PairPage"), "PairPage");
const GoalsPart = later(() => import("../boards/GoalsPart"), "GoalsPart");
const goalsOf: ComponentProps<typeof PairPage>["goals"] = (pair) => <GoalsPart pair={pair} />;
const BoardsPart = later(() => import("../boards/canvas/BoardsPart"), "BoardsPart");
const boardsOf: ComponentProps<typeof PairPage>["boards"] = (pair) => <BoardsPart pair={pair} />;
const MessagesPart = later(() => import("../chat/MessagesPart"), "MessagesPart");
const messagesOf: ComponentProps<typeof PairPage>["messages"] = (pair) => <MessagesPart pair={pair} />;
const UnreadMark = later(() => import("../chat/MessagesPart"), "UnreadMark");
const unreadOf = (mentorshipId: string): ReactNode => <UnreadMark mentorshipId={mentorshipId} />;
const SessionsPart = later(() => import("../boards/space/SessionsPart"), "SessionsPart");
const PairConsents = later(() => import("../recordings/ConsentsPage"), "PairConsents");
const sessionsOf: ComponentProps<typeof PairPage>["sessions"] = (pair) => (
  <>
    <SessionsPart pair={pair} />
    <PairConsents mentorshipId={pair.id} />
  </>
);
const PairNudges = later(() => import("../progress/nudges/NudgesCard"), "PairNudges");
const helpsOf: ComponentProps<typeof PairPage>["helps"] = (pair) => <PairNudges mentorshipId={pair.id} />;
const ProgressPart = later(() => import("../progress/ProgressPart"), "ProgressPart");
const progressOf: ComponentProps<typeof PairPage>["progress"] = (pair) => <ProgressPart pair={pair} />;
const abovePairs = { helps: helpsOf, meet: bookMentor, booked: pauseSessions, goals: goalsOf, boards: boardsOf, messages: messagesOf, unread: unreadOf, sessions: sessionsOf, progress: progressOf };
const pair = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId", component: () => <PairPage mentorshipId={pair.useParams().mentorshipId} part="overview" {...abovePairs} key={pair.useParams().mentorshipId} /> });
const agreement = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/agreement", component: () => <PairPage mentorshipId={agreement.useParams().mentorshipId} part="agreement" {...abovePairs} key={agreement.useParams().mentorshipId} /> });
const goals = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/goals", component: () => <PairPage mentorshipId={goals.useParams().mentorshipId} part="goals" {...abovePairs} key={goals.useParams().mentorshipId} /> });
const boards = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/boards", component: () => <PairPage mentorshipId={boards.useParams().mentorshipId} part="boards" {...abovePairs} key={boards.useParams().mentorshipId} /> });
const messages = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/messages", component: () => <PairPage mentorshipId={messages.useParams().mentorshipId} part="messages" {...abovePairs} key={messages.useParams().mentorshipId} /> });
const sessions = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/sessions", component: () => <PairPage mentorshipId={sessions.useParams().mentorshipId} part="sessions" {...abovePairs} key={sessions.useParams().mentorshipId} /> });
const progress = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/progress", component: () => <PairPage mentorshipId={progress.useParams().mentorshipId} part="progress" {...abovePairs} key={progress.useParams().mentorshipId} /> });
const SessionPage = later(() => import("../boards/space/SessionPage"), "SessionPage");
const session = createRoute({ getParentRoute: () => own, path: "/bookings/$bookingId/agenda", component: () => <SessionPage bookingId={session.useParams().bookingId} key={session.useParams().bookingId} /> });
const BoardPage = later(() => import("../boards/canvas/BoardPage"), "BoardPage");
const board = createRoute({ getParentRoute: () => own, path: "/boards/$boardId", component: () => <BoardPage boardId={board.useParams().boardId} key={board.useParams().boardId} /> });
const lookingIn = (search: Record<string, unknown>): Looking => {
  if (search["view"] === "replay") return { view: "replay" };
  return typeof search["version"] === "string" ? { version: search["version"] } : {};
};
const GoalsHistoryPage = later(() => import("../boards/history/GoalsHistoryPage"), "GoalsHistoryPage");
const goalsHistory = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/goals/history", validateSearch: lookingIn, component: () => <GoalsHistoryPage mentorshipId={goalsHistory.useParams().mentorshipId} looking={goalsHistory.useSearch()} onLook={(search) => void router.navigate({ to: ".", search, resetScroll: false })} key={goalsHistory.useParams().mentorshipId} /> });
const BoardHistoryPage = later(() => import("../boards/history/BoardHistoryPage"), "BoardHistoryPage");
const boardHistory = createRoute({ getParentRoute: () => own, path: "/boards/$boardId/history", validateSearch: lookingIn, component: () => <BoardHistoryPage boardId={boardHistory.useParams().boardId} looking={boardHistory.useSearch()} onLook={(search) => void router.navigate({ to: ".", search, resetScroll: false })} key={boardHistory.useParams().boardId} /> });
const FeedbackPage = later(() => import("../feedback/FeedbackPage"), "FeedbackPage");
const feedback = createRoute({ getParentRoute: () => own, path: "/feedback", component: FeedbackPage });
const SessionFeedbackPage = later(() => import("../feedback/SessionPage"), "SessionPage");
const sessionFeedback = createRoute({ getParentRoute: () => own, path: "/feedback/sessions/$bookingId", component: () => <SessionFeedbackPage bookingId={sessionFeedback.useParams().bookingId} key={sessionFeedback.useParams().bookingId} /> });
const GatheringPage = later(() => import("../feedback/GatheringPage"), "GatheringPage");
const gatheringFeedback = createRoute({ getParentRoute: () => own, path: "/feedback/gatherings/$gatheringId", component: () => <GatheringPage gatheringId={gatheringFeedback.useParams().gatheringId} key={gatheringFeedback.useParams().gatheringId} /> });
const SurveyPage = later(() => import("../feedback/SurveyPage"), "SurveyPage");
const survey = createRoute({ getParentRoute: () => own, path: "/feedback/surveys/$surveyId", component: () => <SurveyPage surveyId={survey.useParams().surveyId} key={survey.useParams().surveyId} /> });
const FindPage = later(() => import("../matching/FindPage"), "FindPage");
const find = createRoute({ getParentRoute: () => own, path: "/mentors", validateSearch: lookedIn, component: () => <FindPage looked={find.useSearch()} onLook={(search) => void router.navigate({ to: "/mentors", search, replace: true, resetScroll: false })} /> });
const BookPage = later(() => import("../scheduling/BookPage"), "BookPage");
const book = createRoute({ getParentRoute: () => own, path: "/mentors/$mentorId/book", component: () => <BookPage hostId={book.useParams().mentorId} key={book.useParams().mentorId} /> });
const CalendarPage = later(() => import("../scheduling/CalendarPage"), "CalendarPage");
const calendar = createRoute({ getParentRoute: () => own, path: "/calendar", component: () => <CalendarPage waiting={<WaitingFeedback />} /> });
const elsewhere = createRoute({ getParentRoute: () => own, path: "/calendar/elsewhere", component: later(() => import("../scheduling/ElsewherePage"), "ElsewherePage") });
/** Letters and calendars lead to one session; it stands among the others. */
const booking = createRoute({ getParentRoute: () => own, path: "/bookings/$bookingId", component: () => <Navigate to="/calendar" replace /> });
const availability = createRoute({ getParentRoute: () => own, path: "/availability", component: later(() => import("../scheduling/AvailabilityPage"), "AvailabilityPage") });
const security = createRoute({ getParentRoute: () => own, path: "/security", component: later(() => import("../accounts/SecurityPage"), "SecurityPage") });
const RecordsPage = later(() => import("../quality/RecordsPage"), "RecordsPage");
const records = createRoute({ getParentRoute: () => own, path: "/s/$roomId/quality", component: () => <RecordsPage roomId={records.useParams().roomId} /> });
const operator = createRoute({ getParentRoute: () => own, path: "/operator", component: later(() => import("../operators/OperatorPage"), "OperatorPage") });
const recordings = createRoute({ getParentRoute: () => own, path: "/recordings", component: later(() => import("../recordings/RecordingsPage"), "RecordingsPage") });
const RecordingPage = later(() => import("../recordings/RecordingPage"), "RecordingPage");
const recording = createRoute({ getParentRoute: () => own, path: "/recordings/$recordingId", component: () => <RecordingPage recordingId={recording.useParams().recordingId} /> });
const TranscriptPage = later(() => import("../recordings/TranscriptPage"), "TranscriptPage");
const transcript = createRoute({ getParentRoute: () => own, path: "/transcripts/$transcriptId", component: () => <TranscriptPage transcriptId={transcript.useParams().transcriptId} key={transcript.useParams().transcriptId} /> });
const consents = createRoute({ getParentRoute: () => own, path: "/consents", component: later(() => import("../recordings/ConsentsPage"), "ConsentsPage") });
const ProgrammePage = later(() => import("../programmes/ProgrammePage"), "ProgrammePage");
const ManagePage = later(() => import("../programmes/ManagePage"), "ManagePage");
const RunsTab = later(() => import("../matching/runs/RunsTab"), "RunsTab");
const matchingOf = (programmeId: string): ReactNode => <RunsTab programmeId={programmeId} />;
const LearningTab = later(() => import("../matching/learning/LearningTab"), "LearningTab");
const learningOf = (programmeId: string): ReactNode => <LearningTab programmeId={programmeId} />;
const ModerationTab = later(() => import("../feedback/ModerationTab"), "ModerationTab");
const moderationOf = (programmeId: string): ReactNode => <ModerationTab programmeId={programmeId} />;
const EvaluationTab = later(() => import("../progress/reports/EvaluationTab"), "EvaluationTab");
const evaluationOf = (programmeId: string): ReactNode => <EvaluationTab programmeId={programmeId} />;
const GroupsCard = later(() => import("../progress/reports/GroupsPage"), "GroupsCard");
const groupsOf = (programmeId: string): ReactNode => <GroupsCard programmeId={programmeId} />;
const groups = createRoute({ getParentRoute: () => own, path: "/groups", component: later(() => import("../progress/reports/GroupsPage"), "GroupsPage") });
const JoinPage = later(() => import("../programmes/JoinPage"), "JoinPage");
const tabOf = (search: Record<string, unknown>): { tab?: Tab } => {
  const tab = MANAGE_TABS.find((one) => one === search["tab"]);
  return tab === undefined ? {} : { tab };
};
const notices = createRoute({ getParentRoute: () => own, path: "/notices", component: later(() => import("../notifications/NoticesPage"), "NoticesPage") });
const NoticeSettingsPage = later(() => import("../notifications/NoticeSettingsPage"), "NoticeSettingsPage");
const LetterLanguage = later(() => import("../accounts/LetterLanguage"), "LetterLanguage");
const languageOf = (label: string): ReactNode => <LetterLanguage label={label} />;
const NudgeSwitches = later(() => import("../progress/nudges/NudgeSwitches"), "NudgeSwitches");
const noticeSettings = createRoute({ getParentRoute: () => own, path: "/settings/notices", component: () => <NoticeSettingsPage language={languageOf} nudges={<NudgeSwitches />} /> });
const nudges = createRoute({ getParentRoute: () => own, path: "/nudges", component: later(() => import("../progress/nudges/NudgesPage"), "NudgesPage") });
const UnsubscribePage = later(() => import("../notifications/UnsubscribePage"), "UnsubscribePage");
const unsubscribe = createRoute({ getParentRoute: () => root, path: "/unsubscribe/$token", component: () => <UnsubscribePage token={unsubscribe.useParams().token} /> });
const programmes = createRoute({ getParentRoute: () => own, path: "/programmes", component: later(() => import("../programmes/ProgrammesPage"), "ProgrammesPage") });
const programme = createRoute({ getParentRoute: () => own, path: "/programmes/$programmeId", component: () => <ProgrammePage programmeId={programme.useParams().programmeId} above={groupsOf} key={programme.useParams().programmeId} /> });
const manage = createRoute({ getParentRoute: () => own, path: "/programmes/$programmeId/manage", validateSearch: tabOf, component: () => <ManagePage programmeId={manage.useParams().programmeId} tab={manage.useSearch().tab ?? "overview"} matching={matchingOf} learning={learningOf} evaluation={evaluationOf} moderation={moderationOf} key={manage.useParams().programmeId} /> });
const join = createRoute({ getParentRoute: () => root, path: "/join/$secret", component: () => <JoinPage secret={join.useParams().secret} key={join.useParams().secret} /> });
const AnswerPage = later(() => import("../scheduling/AnswerPage"), "AnswerPage");
const sayOf = (search: Record<string, unknown>): { say: "yes" | "no" } => ({ say: search["say"] === "yes" ? "yes" : "no" });
const answer = createRoute({ getParentRoute: () => root, path: "/answer/$secret", validateSearch: sayOf, component: () => <AnswerPage secret={answer.useParams().secret} say={answer.useSearch().say} key={answer.useParams().secret} /> });
const DoorPage = later(() => import("../signaling/DoorPage"), "DoorPage");
/** Whoever otherwise goes straight in may ask for the lobby. */
const lobbyOf = (search: Record<string, unknown>): { lobby?: true } => (search["lobby"] === true ? { lobby: true } : {});
/** With `preload` the router fetches it before anything is drawn, and knows that it has not come yet. */
const DoorRoute = Object.assign(() => <DoorPage roomId={door.useParams().roomId} isLobbyWished={door.useSearch().lobby === true} key={door.useParams().roomId} />, { preload: async () => DoorPage.preload?.() });
const door = createRoute({ getParentRoute: () => root, path: "/s/$roomId", validateSearch: lobbyOf, component: DoorRoute });

const PhonePage = later(() => import("../signaling/companion/PhonePage"), "PhonePage");
const phone = createRoute({ getParentRoute: () => root, path: "/s/$roomId/phone", component: () => <PhonePage roomId={phone.useParams().roomId} key={phone.useParams().roomId} /> });
const PenPage = later(() => import("../boards/canvas/PenPage"), "PenPage");
const pen = createRoute({ getParentRoute: () => own, path: "/s/$roomId/pen", component: () => <PenPage roomId={pen.useParams().roomId} key={pen.useParams().roomId} /> });

const roomOf = (search: Record<string, unknown>): { room?: string } => (typeof search["room"] === "string" ? { room: search["room"] } : {});
const CheckPage = later(() => import("../signaling/check/CheckPage"), "CheckPage");
const check = createRoute({ getParentRoute: () => root, path: "/check", validateSearch: roomOf, component: () => <CheckPage roomId={check.useSearch().room ?? null} /> });

export const router = createRouter({
  routeTree: root.addChildren([start, signUp, signIn, forgot, reset, invited, verify, join, answer, unsubscribe, own.addChildren([notices, noticeSettings, nudges, profile, menteeProfile, mentorProfile, mentor, book, booking, calendar, elsewhere, availability, find, mentorships, pair, agreement, goals, goalsHistory, boards, messages, progress, board, boardHistory, sessions, session, feedback, sessionFeedback, gatheringFeedback, survey, security, programmes, programme, groups, manage, records, pen, operator, recordings, recording, transcript, consents]), door, phone, check]),
  defaultPreload: "intent",
  // A page whose code is on its way is no empty page.
  defaultPendingComponent: Loading,
  // One page that broke leaves the frame, by which one goes elsewhere.
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
