/** The HTTP endpoints of a programme's report and of group questions as functions. */
import { type Schemas, api, unwrap } from "../../core/api";

export type Evaluation = Schemas["EvaluationOut"];
export type Funnel = Schemas["FunnelOut"];
export type FunnelMonth = Schemas["FunnelMonth"];
export type Step = Schemas["FunnelStep"]["step"];
export type OutcomeMonth = Schemas["OutcomeMonth"];
export type Round = Schemas["RoundOut"];
export type Engaged = Schemas["EngagedOut"];
export type Pairs = Schemas["PairsOut"];
export type Pair = Schemas["PairOut"];
export type Stage = Pair["stage"];
export type Fairness = Schemas["FairnessOut"];
export type FairnessQuestion = Schemas["FairnessQuestion"];
export type FairnessSide = Schemas["FairnessSide"];
export type Figure = Schemas["FigureOut"];
export type QuestionIn = Schemas["GroupQuestionIn"];
export type OwnGroups = Schemas["OwnGroupsOut"];
export type OwnGroup = Schemas["OwnGroupOut"];
export type Sheet = "funnel" | "reasons" | "outcomes" | "rounds" | "pairs" | "fairness" | "engagement";

const at = (programmeId: string): { params: { path: { programmeId: string } } } => ({ params: { path: { programmeId } } });

export const fetchEvaluation = (programmeId: string, window: number): Promise<Evaluation> => unwrap(api.GET("/api/programmes/{programmeId}/evaluation", { params: { path: { programmeId }, query: { window } } }));
export const fetchPairs = (programmeId: string): Promise<Pairs> => unwrap(api.GET("/api/programmes/{programmeId}/evaluation/pairs", at(programmeId)));
export const fetchFairness = (programmeId: string): Promise<Fairness> => unwrap(api.GET("/api/programmes/{programmeId}/evaluation/fairness", at(programmeId)));
export const putQuestions = (programmeId: string, questions: QuestionIn[]): Promise<Fairness> => unwrap(api.PUT("/api/programmes/{programmeId}/evaluation/questions", { ...at(programmeId), body: { questions } }));
export const sheetUrl = (programmeId: string, sheet: Sheet, window: number): string => `/api/programmes/${programmeId}/evaluation/files/${sheet}?window=${window}`;
export const fetchOwnGroups = (): Promise<OwnGroups> => unwrap(api.GET("/api/groups"));
export const sayGroup = (questionId: string, choice: number | null): Promise<OwnGroups> => unwrap(api.PUT("/api/groups/{questionId}", { params: { path: { questionId } }, body: { choice } }));
export const withdrawGroup = (questionId: string): Promise<OwnGroups> => unwrap(api.DELETE("/api/groups/{questionId}", { params: { path: { questionId } } }));
