/** Suggestions, search and one's own choices as functions. */
import { type Schemas, api, unwrap } from "../core/api";

export type Suggestions = Schemas["SuggestionsOut"];
export type Search = Schemas["SearchOut"];
export type Found = Schemas["FoundMentor"];
export type MentorCard = Schemas["MentorCard"];
export type Said = Schemas["SaidOut"];
export type Gate = Found["told"][number];
export type Obstacles = Schemas["ObstaclesOut"];
export type Change = Schemas["ChangeOut"];
export type Window = Schemas["SharedWindow"];
export type Industry = MentorCard["industries"][number];

export interface SearchQuery {
  q: string;
  language: string[];
  concept: string[];
  skill: string[];
  industry: Industry[];
  leastHours: number;
  isFreeOnly: boolean;
  isFavouritesOnly: boolean;
  leastStars: number;
  mostMinor?: number;
  currency?: string;
  page: number;
}

const of = (mentorId: string): { params: { path: { mentorId: string } } } => ({ params: { path: { mentorId } } });

export const fetchSuggestions = (programmeId: string): Promise<Suggestions> =>
  unwrap(api.GET("/api/matching/programmes/{programmeId}/suggestions", { params: { path: { programmeId } } }));
export const searchMentors = (programmeId: string, query: SearchQuery): Promise<Search> =>
  unwrap(api.GET("/api/matching/programmes/{programmeId}/mentors", { params: { path: { programmeId }, query } }));

export const setFavourite = (mentorId: string, isFavourite: boolean): Promise<unknown> =>
  isFavourite ? unwrap(api.PUT("/api/matching/favourites/{mentorId}", of(mentorId))) : unwrap(api.DELETE("/api/matching/favourites/{mentorId}", of(mentorId)));
export const setDismissed = (mentorId: string, isDismissed: boolean): Promise<unknown> =>
  isDismissed ? unwrap(api.PUT("/api/matching/dismissed/{mentorId}", of(mentorId))) : unwrap(api.DELETE("/api/matching/dismissed/{mentorId}", of(mentorId)));
