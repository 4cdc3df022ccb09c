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
const there = <Part,>(part: () => Promise<Part>) => async (): Promise<Part> => {
  try {
    return await part();
  } catch (cause) {
    throw navigator.onLine ? cause : new Unreachable("a part of the app", { cause, silence: "offline" });
  }
};

// Every page is a part of its own, that the first one is light; so is what pages of one domain show of another.
const WelcomePage = lazyRouteComponent(there(() => import("./WelcomePage")), "WelcomePage");
const SignInPage = lazyRouteComponent(there(() => import("../accounts/SignInPage")), "SignInPage");
const SignUpPage = lazyRouteComponent(there(() => import("../accounts/SignUpPage")), "SignUpPage");
const ForgotPage = lazyRouteComponent(there(() => import("../accounts/ForgotPage")), "ForgotPage");
const ResetPage = lazyRouteComponent(there(() => import("../accounts/ResetPage")), "ResetPage");
const VerifyPage = lazyRouteComponent(there(() => import("../accounts/VerifyPage")), "VerifyPage");
const HomePage = lazyRouteComponent(there(() => import("../rooms/HomePage")), "HomePage");
const NextSession = lazyRouteComponent(there(() => import("../scheduling/NextSession")), "NextSession");
const WaitingFeedback = lazyRouteComponent(there(() => import("../feedback/WaitingFeedback")), "WaitingFeedback");
const ProfileNudge = lazyRouteComponent(there(() => import("../profiles/ProfileNudge")), "ProfileNudge");
const CardRecordings = lazyRouteComponent(there(() => import("../recordings/CardRecordings")), "CardRecordings");
const BookButton = lazyRouteComponent(there(() => import("../scheduling/BookButton")), "BookButton");
const AskButton = lazyRouteComponent(there(() => import("../mentorships/AskButton")), "AskButton");
const PauseSessions = lazyRouteComponent(there(() => import("../scheduling/PauseSessions")), "PauseSessions");

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
const profile = createRoute({ getParentRoute: () => own, path: "/profile", component: lazyRouteComponent(there(() => import("../accounts/ProfilePage")), "ProfilePage") });
const stepOf = (role: "mentee" | "mentor", search: Record<string, unknown>): { step?: Step } => {
  const step = stepIn(role, search["step"]);
  return step ? { step } : {};
};
const MenteeProfilePage = lazyRouteComponent(there(() => import("../profiles/MenteeProfilePage")), "MenteeProfilePage");
const menteeProfile = createRoute({ getParentRoute: () => own, path: "/profile/mentee", validateSearch: (search) => stepOf("mentee", search), component: () => <MenteeProfilePage step={menteeProfile.useSearch().step} /> });
const MentorProfilePage = lazyRouteComponent(there(() => import("../profiles/MentorProfilePage")), "MentorProfilePage");
const mentorProfile = createRoute({ getParentRoute: () => own, path: "/profile/mentor", validateSearch: (search) => stepOf("mentor", search), component: () => <MentorProfilePage step={mentorProfile.useSearch().step} /> });
const MentorPage = lazyRouteComponent(there(() => import("../profiles/MentorPage")), "MentorPage");
const Reviews = lazyRouteComponent(there(() => import("../feedback/Reviews")), "Reviews");
const reviewsOf = (mentorId: string): ReactNode => <Reviews mentorId={mentorId} />;
const mentor = createRoute({ getParentRoute: () => own, path: "/mentors/$mentorId", component: () => <MentorPage mentorId={mentor.useParams().mentorId} actions={meetMentor} reviews={reviewsOf} key={mentor.useParams().mentorId} /> });
const MentorshipsPage = lazyRouteComponent(there(() => import("../mentorships/MentorshipsPage")), "MentorshipsPage");
const Glance = lazyRouteComponent(there(() => import("../progress/Glance")), "Glance");
const glanceOf = (mentorshipId: string): ReactNode => <Glance mentorshipId={mentorshipId} />;
const mentorships = createRoute({ getParentRoute: () => own, path: "/mentorships", component: () => <MentorshipsPage glance={glanceOf} /> });
const PairPage = lazyRouteComponent(there(() => import("../mentorships/PairPage")), "PairPage");
const GoalsPart = lazyRouteComponent(there(() => import("../boards/GoalsPart")), "GoalsPart");
const goalsOf: ComponentProps<typeof PairPage>["goals"] = (pair) => <GoalsPart pair={pair} />;
const BoardsPart = lazyRouteComponent(there(() => import("../boards/canvas/BoardsPart")), "BoardsPart");
const boardsOf: ComponentProps<typeof PairPage>["boards"] = (pair) => <BoardsPart pair={pair} />;
const MessagesPart = lazyRouteComponent(there(() => import("../chat/MessagesPart")), "MessagesPart");
const messagesOf: ComponentProps<typeof PairPage>["messages"] = (pair) => <MessagesPart pair={pair} />;
const UnreadMark = lazyRouteComponent(there(() => import("../chat/MessagesPart")), "UnreadMark");
const unreadOf = (mentorshipId: string): ReactNode => <UnreadMark mentorshipId={mentorshipId} />;
const SessionsPart = lazyRouteComponent(there(() => import("../boards/space/SessionsPart")), "SessionsPart");
const PairConsents = lazyRouteComponent(there(() => import("../recordings/ConsentsPage")), "PairConsents");
const sessionsOf: ComponentProps<typeof PairPage>["sessions"] = (pair) => (
  <>
    <SessionsPart pair={pair} />
    <PairConsents mentorshipId={pair.id} />
  </>
);
const PairNudges = lazyRouteComponent(there(() => import("../progress/nudges/NudgesCard")), "PairNudges");
const helpsOf: ComponentProps<typeof PairPage>["helps"] = (pair) => <PairNudges mentorshipId={pair.id} />;
const ProgressPart = lazyRouteComponent(there(() => import("../progress/ProgressPart")), "ProgressPart");
const progressOf: ComponentProps<typeof PairPage>["progress"] = (pair) => <ProgressPart pair={pair} />;
const abovePairs = { helps: helpsOf, meet: bookMentor, booked: pauseSessions, goals: goalsOf, boards: boardsOf, messages: messagesOf, unread: unreadOf, sessions: sessionsOf, progress: progressOf };
const pair = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId", component: () => <PairPage mentorshipId={pair.useParams().mentorshipId} part="overview" {...abovePairs} key={pair.useParams().mentorshipId} /> });
const agreement = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/agreement", component: () => <PairPage mentorshipId={agreement.useParams().mentorshipId} part="agreement" {...abovePairs} key={agreement.useParams().mentorshipId} /> });
const goals = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/goals", component: () => <PairPage mentorshipId={goals.useParams().mentorshipId} part="goals" {...abovePairs} key={goals.useParams().mentorshipId} /> });
const boards = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/boards", component: () => <PairPage mentorshipId={boards.useParams().mentorshipId} part="boards" {...abovePairs} key={boards.useParams().mentorshipId} /> });
const messages = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/messages", component: () => <PairPage mentorshipId={messages.useParams().mentorshipId} part="messages" {...abovePairs} key={messages.useParams().mentorshipId} /> });
const sessions = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/sessions", component: () => <PairPage mentorshipId={sessions.useParams().mentorshipId} part="sessions" {...abovePairs} key={sessions.useParams().mentorshipId} /> });
const progress = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/progress", component: () => <PairPage mentorshipId={progress.useParams().mentorshipId} part="progress" {...abovePairs} key={progress.useParams().mentorshipId} /> });
const SessionPage = lazyRouteComponent(there(() => import("../boards/space/SessionPage")), "SessionPage");
const session = createRoute({ getParentRoute: () => own, path: "/bookings/$bookingId/agenda", component: () => <SessionPage bookingId={session.useParams().bookingId} key={session.useParams().bookingId} /> });
const BoardPage = lazyRouteComponent(there(() => import("../boards/canvas/BoardPage")), "BoardPage");
const board = createRoute({ getParentRoute: () => own, path: "/boards/$boardId", component: () => <BoardPage boardId={board.useParams().boardId} key={board.useParams().boardId} /> });
const lookingIn = (search: Record<string, unknown>): Looking => {
  if (search["view"] === "replay") return { view: "replay" };
  return typeof search["version"] === "string" ? { version: search["version"] } : {};
};
const GoalsHistoryPage = lazyRouteComponent(there(() => import("../boards/history/GoalsHistoryPage")), "GoalsHistoryPage");
const goalsHistory = createRoute({ getParentRoute: () => own, path: "/mentorships/$mentorshipId/goals/history", validateSearch: lookingIn, component: () => <GoalsHistoryPage mentorshipId={goalsHistory.useParams().mentorshipId} looking={goalsHistory.useSearch()} onLook={(search) => void router.navigate({ to: ".", search, resetScroll: false })} key={goalsHistory.useParams().mentorshipId} /> });
const BoardHistoryPage = lazyRouteComponent(there(() => import("../boards/history/BoardHistoryPage")), "BoardHistoryPage");
const boardHistory = createRoute({ getParentRoute: () => own, path: "/boards/$boardId/history", validateSearch: lookingIn, component: () => <BoardHistoryPage boardId={boardHistory.useParams().boardId} looking={boardHistory.useSearch()} onLook={(search) => void router.navigate({ to: ".", search, resetScroll: false })} key={boardHistory.useParams().boardId} /> });
const FeedbackPage = lazyRouteComponent(there(() => import("../feedback/FeedbackPage")), "FeedbackPage");
const feedback = createRoute({ getParentRoute: () => own, path: "/feedback", component: FeedbackPage });
const SessionFeedbackPage = lazyRouteComponent(there(() => import("../feedback/SessionPage")), "SessionPage");
const sessionFeedback = createRoute({ getParentRoute: () => own, path: "/feedback/sessions/$bookingId", component: () => <SessionFeedbackPage bookingId={sessionFeedback.useParams().bookingId} key={sessionFeedback.useParams().bookingId} /> });
const GatheringPage = lazyRouteComponent(there(() => import("../feedback/GatheringPage")), "GatheringPage");
const gatheringFeedback = createRoute({ getParentRoute: () => own, path: "/feedback/gatherings/$gatheringId", component: () => <GatheringPage gatheringId={gatheringFeedback.useParams().gatheringId} key={gatheringFeedback.useParams().gatheringId} /> });
const SurveyPage = lazyRouteComponent(there(() => import("../feedback/SurveyPage")), "SurveyPage");
const survey = createRoute({ getParentRoute: () => own, path: "/feedback/surveys/$surveyId", component: () => <SurveyPage surveyId={survey.useParams().surveyId} key={survey.useParams().surveyId} /> });
const FindPage = lazyRouteComponent(there(() => import("../matching/FindPage")), "FindPage");
const find = createRoute({ getParentRoute: () => own, path: "/mentors", validateSearch: lookedIn, component: () => <FindPage looked={find.useSearch()} onLook={(search) => void router.navigate({ to: "/mentors", search, replace: true, resetScroll: false })} /> });
const BookPage = lazyRouteComponent(there(() => import("../scheduling/BookPage")), "BookPage");
const book = createRoute({ getParentRoute: () => own, path: "/mentors/$mentorId/book", component: () => <BookPage hostId={book.useParams().mentorId} key={book.useParams().mentorId} /> });
const CalendarPage = lazyRouteComponent(there(() => import("../scheduling/CalendarPage")), "CalendarPage");
const calendar = createRoute({ getParentRoute: () => own, path: "/calendar", component: () => <CalendarPage waiting={<WaitingFeedback />} /> });
const elsewhere = createRoute({ getParentRoute: () => own, path: "/calendar/elsewhere", component: lazyRouteComponent(there(() => import("../scheduling/ElsewherePage")), "ElsewherePage") });
/** Letters and calendars lead to one session; it stands among the others. */
const booking = createRoute({ getParentRoute: () => own, path: "/bookings/$bookingId", component: () => <Navigate to="/calendar" replace /> });
const availability = createRoute({ getParentRoute: () => own, path: "/availability", component: lazyRouteComponent(there(() => import("../scheduling/AvailabilityPage")), "AvailabilityPage") });
const security = createRoute({ getParentRoute: () => own, path: "/security", component: lazyRouteComponent(there(() => import("../accounts/SecurityPage")), "SecurityPage") });
const RecordsPage = lazyRouteComponent(there(() => import("../quality/RecordsPage")), "RecordsPage");
const records = createRoute({ getParentRoute: () => own, path: "/s/$roomId/quality", component: () => <RecordsPage roomId={records.useParams().roomId} /> });
const operator = createRoute({ getParentRoute: () => own, path: "/operator", component: lazyRouteComponent(there(() => import("../operators/OperatorPage")), "OperatorPage") });
const recordings = createRoute({ getParentRoute: () => own, path: "/recordings", component: lazyRouteComponent(there(() => import("../recordings/RecordingsPage")), "RecordingsPage") });
const RecordingPage = lazyRouteComponent(there(() => import("../recordings/RecordingPage")), "RecordingPage");
const recording = createRoute({ getParentRoute: () => own, path: "/recordings/$recordingId", component: () => <RecordingPage recordingId={recording.useParams().recordingId} /> });
const TranscriptPage = lazyRouteComponent(there(() => import("../recordings/TranscriptPage")), "TranscriptPage");
const transcript = createRoute({ getParentRoute: () => own, path: "/transcripts/$transcriptId", component: () => <TranscriptPage transcriptId={transcript.useParams().transcriptId} key={transcript.useParams().transcriptId} /> });
const consents = createRoute({ getParentRoute: () => own, path: "/consents", component: lazyRouteComponent(there(() => import("../recordings/ConsentsPage")), "ConsentsPage") });
const ProgrammePage = lazyRouteComponent(there(() => import("../programmes/ProgrammePage")), "ProgrammePage");
const ManagePage = lazyRouteComponent(there(() => import("../programmes/ManagePage")), "ManagePage");
const RunsTab = lazyRouteComponent(there(() => import("../matching/runs/RunsTab")), "RunsTab");
const matchingOf = (programmeId: string): ReactNode => <RunsTab programmeId={programmeId} />;
const LearningTab = lazyRouteComponent(there(() => import("../matching/learning/LearningTab")), "LearningTab");
const learningOf = (programmeId: string): ReactNode => <LearningTab programmeId={programmeId} />;
const ModerationTab = lazyRouteComponent(there(() => import("../feedback/ModerationTab")), "ModerationTab");
const moderationOf = (programmeId: string): ReactNode => <ModerationTab programmeId={programmeId} />;
const EvaluationTab = lazyRouteComponent(there(() => import("../progress/reports/EvaluationTab")), "EvaluationTab");
const evaluationOf = (programmeId: string): ReactNode => <EvaluationTab programmeId={programmeId} />;
const GroupsCard = lazyRouteComponent(there(() => import("../progress/reports/GroupsPage")), "GroupsCard");
const groupsOf = (programmeId: string): ReactNode => <GroupsCard programmeId={programmeId} />;
const groups = createRoute({ getParentRoute: () => own, path: "/groups", component: lazyRouteComponent(there(() => import("../progress/reports/GroupsPage")), "GroupsPage") });
const JoinPage = lazyRouteComponent(there(() => import("../programmes/JoinPage")), "JoinPage");
const tabOf = (search: Record<string, unknown>): { tab?: Tab } => {
  const tab = MANAGE_TABS.find((one) => one === search["tab"]);
  return tab === undefined ? {} : { tab };
};
const notices = createRoute({ getParentRoute: () => own, path: "/notices", component: lazyRouteComponent(there(() => import("../notifications/NoticesPage")), "NoticesPage") });
const NoticeSettingsPage = lazyRouteComponent(there(() => import("../notifications/NoticeSettingsPage")), "NoticeSettingsPage");
const LetterLanguage = lazyRouteComponent(there(() => import("../accounts/LetterLanguage")), "LetterLanguage");
const languageOf = (label: string): ReactNode => <LetterLanguage label={label} />;
const NudgeSwitches = lazyRouteComponent(there(() => import("../progress/nudges/NudgeSwitches")), "NudgeSwitches");
const noticeSettings = createRoute({ getParentRoute: () => own, path: "/settings/notices", component: () => <NoticeSettingsPage language={languageOf} nudges={<NudgeSwitches />} /> });
const nudges = createRoute({ getParentRoute: () => own, path: "/nudges", component: lazyRouteComponent(there(() => import("../progress/nudges/NudgesPage")), "NudgesPage") });
const UnsubscribePage = lazyRouteComponent(there(() => import("../notifications/UnsubscribePage")), "UnsubscribePage");
const unsubscribe = createRoute({ getParentRoute: () => root, path: "/unsubscribe/$token", component: () => <UnsubscribePage token={unsubscribe.useParams().token} /> });
const programmes = createRoute({ getParentRoute: () => own, path: "/programmes", component: lazyRouteComponent(there(() => import("../programmes/ProgrammesPage")), "ProgrammesPage") });
const programme = createRoute({ getParentRoute: () => own, path: "/programmes/$programmeId", component: () => <ProgrammePage programmeId={programme.useParams().programmeId} above={groupsOf} key={programme.useParams().programmeId} /> });
const manage = createRoute({ getParentRoute: () => own, path: "/programmes/$programmeId/manage", validateSearch: tabOf, component: () => <ManagePage programmeId={manage.useParams().programmeId} tab={manage.useSearch().tab ?? "overview"} matching={matchingOf} learning={learningOf} evaluation={evaluationOf} moderation={moderationOf} key={manage.useParams().programmeId} /> });
const join = createRoute({ getParentRoute: () => root, path: "/join/$secret", component: () => <JoinPage secret={join.useParams().secret} key={join.useParams().secret} /> });
const AnswerPage = lazyRouteComponent(there(() => import("../scheduling/AnswerPage")), "AnswerPage");
const sayOf = (search: Record<string, unknown>): { say: "yes" | "no" } => ({ say: search["say"] === "yes" ? "yes" : "no" });
const answer = createRoute({ getParentRoute: () => root, path: "/answer/$secret", validateSearch: sayOf, component: () => <AnswerPage secret={answer.useParams().secret} say={answer.useSearch().say} key={answer.useParams().secret} /> });
const DoorPage = lazyRouteComponent(there(() => import("../signaling/DoorPage")), "DoorPage");
/** Whoever otherwise goes straight in may ask for the lobby. */
const lobbyOf = (search: Record<string, unknown>): { lobby?: true } => (search["lobby"] === true ? { lobby: true } : {});
/** With `preload` the router fetches it before anything is drawn, and knows that it has not come yet. */
const DoorRoute = Object.assign(() => <DoorPage roomId={door.useParams().roomId} isLobbyWished={door.useSearch().lobby === true} key={door.useParams().roomId} />, { preload: async () => DoorPage.preload?.() });
const door = createRoute({ getParentRoute: () => root, path: "/s/$roomId", validateSearch: lobbyOf, component: DoorRoute });

const PhonePage = lazyRouteComponent(there(() => import("../signaling/companion/PhonePage")), "PhonePage");
const phone = createRoute({ getParentRoute: () => root, path: "/s/$roomId/phone", component: () => <PhonePage roomId={phone.useParams().roomId} key={phone.useParams().roomId} /> });
const PenPage = lazyRouteComponent(there(() => import("../boards/canvas/PenPage")), "PenPage");
const pen = createRoute({ getParentRoute: () => own, path: "/s/$roomId/pen", component: () => <PenPage roomId={pen.useParams().roomId} key={pen.useParams().roomId} /> });

const roomOf = (search: Record<string, unknown>): { room?: string } => (typeof search["room"] === "string" ? { room: search["room"] } : {});
const CheckPage = lazyRouteComponent(there(() => import("../signaling/check/CheckPage")), "CheckPage");
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
