/** The HTTP endpoints of scheduling as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

export type Availability = Schemas["AvailabilityOut"];
export type AvailabilityChange = Schemas["AvailabilityIn"];
export type WeeklyWindow = Schemas["WeeklyWindowOut"];
export type DayWindow = Schemas["WindowOut"];
export type Override = Schemas["OverrideOut"];
export type Travel = Schemas["TravelOut"];
export type Holiday = Schemas["HolidayOut"];
export type Limit = Schemas["LimitOut"];
export type HostSlots = Schemas["HostSlotsOut"];
export type HostTerms = Schemas["HostTermsOut"];
export type Slot = Schemas["SlotOut"];
export type Local = Schemas["LocalOut"];
export type Fair = Schemas["FairOut"];
export type Cell = Schemas["CellOut"];
export type Parting = Schemas["PartingOut"];
export type Booking = Schemas["BookingOut"];
/** Why somebody calls a session off; the server has more reasons of its own. */
export type Reason = Schemas["CancelIn"]["reason"];
export type Hold = Schemas["HoldOut"];
export type Wish = Schemas["BookingIn"];
type SeriesWish = Schemas["SeriesIn"];
export type Series = Schemas["SeriesOut"];
export type Missed = Schemas["MissedOut"];
export type Gathering = Schemas["GatheringOut"];
export type GatheringWish = Schemas["GatheringIn"];
export type Attendance = Schemas["AttendanceOut"];
export type Mark = Schemas["MarkOut"];
export type Correction = Schemas["CorrectionOut"];
export type Presence = Schemas["Presence"];

/** Starts in [from, to) of sessions of so many minutes, shown in a zone. */
export interface Range {
  from: string;
  to: string;
  minutes: number;
  zone: string;
  /** A booking that is to be moved, which is not in its own way. */
  moving?: string;
}

const at = (bookingId: string): { params: { path: { bookingId: string } } } => ({ params: { path: { bookingId } } });
const gathered = (gatheringId: string): { params: { path: { gatheringId: string } } } => ({ params: { path: { gatheringId } } });

export const fetchAvailability = (): Promise<Availability> => unwrap(api.GET("/api/availability"));
export const saveAvailability = (body: AvailabilityChange): Promise<Availability> => unwrap(api.PUT("/api/availability", { body }));
export const previewAvailability = (availability: AvailabilityChange, range: Omit<Range, "moving">): Promise<HostSlots> =>
  unwrap(api.POST("/api/availability/preview", { body: { availability, ...range } }));

export const fetchTerms = (hostId: string): Promise<HostTerms> => unwrap(api.GET("/api/hosts/{hostId}/terms", { params: { path: { hostId } } }));
export const fetchSlots = (hostId: string, query: Range): Promise<HostSlots> => unwrap(api.GET("/api/hosts/{hostId}/slots", { params: { path: { hostId }, query } }));
export const fetchFair = (hostId: string, minutes: number): Promise<Fair> =>
  unwrap(api.GET("/api/hosts/{hostId}/fair-times", { params: { path: { hostId }, query: { minutes } } }));

export const holdTime = (host: string, startsAt: string, minutes: number): Promise<Hold> => unwrap(api.POST("/api/holds", { body: { host, startsAt, minutes } }));
/** Kept alive: a time is often let go on the way out. */
export const releaseHold = (holdId: string): Promise<unknown> => unwrap(api.DELETE("/api/holds/{holdId}", { params: { path: { holdId } }, keepalive: true }));
export const book = (body: Wish): Promise<Booking> => unwrap(api.POST("/api/bookings", { body }));
export const bookSeries = (body: SeriesWish): Promise<Series> => unwrap(api.POST("/api/series", { body }));

export const fetchBookings = async (range: { from?: string; to?: string }): Promise<Booking[]> => (await unwrap(api.GET("/api/bookings", { params: { query: range } }))).bookings;
export const confirm = (id: string, version: number): Promise<Booking> => unwrap(api.POST("/api/bookings/{bookingId}/confirm", { ...at(id), body: { version } }));
export const decline = (id: string, version: number, words: string): Promise<Booking> =>
  unwrap(api.POST("/api/bookings/{bookingId}/decline", { ...at(id), body: { version, words } }));
export const reschedule = (id: string, version: number, startsAt: string, minutes: number): Promise<Booking> =>
  unwrap(api.POST("/api/bookings/{bookingId}/reschedule", { ...at(id), body: { version, startsAt, minutes } }));
export const cancel = (id: string, version: number, reason: Reason, words: string): Promise<Booking> =>
  unwrap(api.POST("/api/bookings/{bookingId}/cancel", { ...at(id), body: { version, reason, words } }));

/** What is to come of a mentorship before a moment, or at all, does not take place. */
export const cancelAhead = (mentorshipId: string, before: string | null): Promise<unknown> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/cancel-sessions", { params: { path: { mentorshipId } }, body: { before, words: "" } }));

export const fetchAttendance = async (): Promise<Attendance[]> => (await unwrap(api.GET("/api/attendance", { params: { query: {} } }))).attendance;
export const correctAttendance = (bookingId: string, personId: string, presence: Presence, note: string): Promise<Attendance> =>
  unwrap(api.POST("/api/bookings/{bookingId}/attendance/{personId}", { params: { path: { bookingId, personId } }, body: { presence, note } }));

export const fetchGatherings = async (): Promise<Gathering[]> => (await unwrap(api.GET("/api/gatherings", { params: { query: {} } }))).gatherings;
export const openGathering = (body: GatheringWish): Promise<Gathering> => unwrap(api.POST("/api/gatherings", { body }));
export const takeSeat = (id: string): Promise<Gathering> => unwrap(api.PUT("/api/gatherings/{gatheringId}/seat", gathered(id)));
export const leaveSeat = (id: string): Promise<unknown> => unwrap(api.DELETE("/api/gatherings/{gatheringId}/seat", gathered(id)));
export const callNext = (id: string): Promise<Gathering> => unwrap(api.POST("/api/gatherings/{gatheringId}/next", gathered(id)));

type CalendarLinks = Schemas["CalendarLinksOut"];
type Feed = Schemas["CalendarFeedOut"];
export type NewFeed = Schemas["NewCalendarFeedOut"];
export type BusySource = Schemas["BusySourceOut"];
type BusySources = Schemas["BusySourceList"];
export type CalDavCalendar = Schemas["CalDavCalendar"];
/** Under which key all of them are kept. */
export const BUSY_SOURCES = ["busy-sources"] as const;

const source = (sourceId: string): { params: { path: { sourceId: string } } } => ({ params: { path: { sourceId } } });

export const fetchCalendarLinks = (id: string): Promise<CalendarLinks> => unwrap(api.GET("/api/bookings/{bookingId}/calendar-links", at(id)));
export const fetchFeed = (): Promise<Feed> => unwrap(api.GET("/api/calendar-feed"));
export const renewFeed = (): Promise<NewFeed> => unwrap(api.POST("/api/calendar-feed"));
export const endFeed = (): Promise<unknown> => unwrap(api.DELETE("/api/calendar-feed"));
export const fetchBusySources = (): Promise<BusySources> => unwrap(api.GET("/api/busy-sources"));
export const addBusySource = (body: Schemas["BusySourceIn"]): Promise<BusySource> => unwrap(api.POST("/api/busy-sources", { body }));
export const removeBusySource = (id: string): Promise<unknown> => unwrap(api.DELETE("/api/busy-sources/{sourceId}", source(id)));
export const refreshBusySource = (id: string): Promise<unknown> => unwrap(api.POST("/api/busy-sources/{sourceId}/refresh", source(id)));
export const listCalDavCalendars = async (body: Schemas["CalDavAccountIn"]): Promise<CalDavCalendar[]> => (await unwrap(api.POST("/api/busy-sources/caldav/calendars", { body }))).calendars;
export const addCalDavCalendars = (body: Schemas["CalDavSourcesIn"]): Promise<unknown> => unwrap(api.POST("/api/busy-sources/caldav", { body }));
