/** The programmes' data and deeds as hooks. */
import { type UseMutationResult, type UseQueryResult, keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeed } from "../core/useDeed";
import * as http from "./api";
import { isGoingOn } from "./model";

const ALL = ["programmes"] as const;
const IMPORT_SOON_MS = 1_000;

const key = (id: string, ...rest: unknown[]): unknown[] => [...ALL, id, ...rest];

export const useProgrammes = (): UseQueryResult<http.ProgrammeList> => useQuery({ queryKey: ALL, queryFn: http.fetchProgrammes });

export const useProgramme = (id: string): UseQueryResult<http.ProgrammePageOf> =>
  useQuery({ queryKey: key(id), queryFn: () => http.fetchProgramme(id), retry: false });

export const useDesk = (id: string): UseQueryResult<http.Desk> => useQuery({ queryKey: key(id, "desk"), queryFn: () => http.fetchDesk(id), retry: false });

export const useCoordinators = (id: string): UseQueryResult<http.Person[]> => useQuery({ queryKey: key(id, "coordinators"), queryFn: () => http.fetchCoordinators(id) });

export const usePeople = (id: string, wish: http.PeopleWish): UseQueryResult<http.MemberList> =>
  useQuery({ queryKey: key(id, "people", wish), queryFn: () => http.fetchPeople(id, wish), placeholderData: keepPreviousData });

export const useLinks = (id: string): UseQueryResult<http.InviteLink[]> => useQuery({ queryKey: key(id, "links"), queryFn: () => http.fetchLinks(id) });

export const useImports = (id: string): UseQueryResult<http.Import[]> =>
  useQuery({
    queryKey: key(id, "imports"),
    queryFn: () => http.fetchImports(id),
    refetchInterval: ({ state }) => (state.data?.some(isGoingOn) ? IMPORT_SOON_MS : false),
  });

export const useReport = (id: string, { id: importId, state }: http.Import): UseQueryResult<http.Report> =>
  useQuery({
    queryKey: key(id, "imports", importId, state),
    queryFn: () => http.fetchReport(id, importId),
    refetchInterval: ({ state: query }) => (query.data && isGoingOn(query.data.progress) ? IMPORT_SOON_MS * 2 : false),
    placeholderData: keepPreviousData,
  });

export const useColumns = (): UseQueryResult<http.Column[]> => useQuery({ queryKey: ["import-columns"], queryFn: http.fetchColumns, staleTime: Number.POSITIVE_INFINITY });

export const useLinkSeen = (secret: string): UseQueryResult<http.LinkSeen> =>
  useQuery({ queryKey: ["join", secret], queryFn: () => http.lookAtLink(secret), retry: false });

/** After a deed everything about programmes is asked for again: a step on changes lists, counts and pages alike. */
function useProgrammeDeed<Body, Done>(deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  return useDeed(deed, { keys: [ALL] });
}

/** Deeds that answer with the desk put it in place at once. */
function useDeskDeed<Body>(id: string, deed: (body: Body) => Promise<http.Desk>): UseMutationResult<http.Desk, Error, Body> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: async (desk) => {
      client.setQueryData(key(id, "desk"), desk);
      await client.invalidateQueries({ queryKey: ALL });
    },
  });
}

export const useOpenProgramme = (): UseMutationResult<http.Programme, Error, { name: string }> => useProgrammeDeed(http.openProgramme);
export const useChangeProgramme = (id: string): UseMutationResult<http.Desk, Error, http.DeskChange> => useDeskDeed(id, (body) => http.changeProgramme(id, body));
export const useMoveProgramme = (id: string): UseMutationResult<http.Desk, Error, http.State> => useDeskDeed(id, (state) => http.moveProgramme(id, state));
export const useAppoint = (id: string): UseMutationResult<unknown, Error, string> => useProgrammeDeed((email) => http.appointCoordinator(id, email));
export const useDismiss = (id: string): UseMutationResult<unknown, Error, string> => useProgrammeDeed((person) => http.dismissCoordinator(id, person));
export const useRemovePerson = (id: string): UseMutationResult<unknown, Error, string> => useProgrammeDeed((person) => http.removePerson(id, person));
export const useSendLetters = (id: string): UseMutationResult<number, Error, string[] | null> => useProgrammeDeed((people) => http.sendLetters(id, people));
export const useAddLink = (id: string): UseMutationResult<http.InviteLink, Error, http.NewLink> => useProgrammeDeed((body) => http.addLink(id, body));
export const useRevokeLink = (id: string): UseMutationResult<unknown, Error, string> => useProgrammeDeed((link) => http.revokeLink(id, link));
export const useUpload = (id: string): UseMutationResult<http.Import, Error, { file: File; sendsLetters: boolean }> =>
  useProgrammeDeed(({ file, sendsLetters }) => http.uploadPeople(id, file, sendsLetters));
export const useCancelImport = (id: string): UseMutationResult<http.Import, Error, string> => useProgrammeDeed((one) => http.cancelImport(id, one));
export const useJoin = (secret: string): UseMutationResult<http.Programme, Error, { roles: http.Role[]; answers: http.Answers }> =>
  useProgrammeDeed(({ roles, answers }) => http.joinByLink(secret, roles, answers));
export const useAccept = (id: string): UseMutationResult<unknown, Error, http.Answers> => useProgrammeDeed((answers) => http.acceptInvitation(id, answers));
export const useLeave = (id: string): UseMutationResult<unknown, Error, void> => useProgrammeDeed(() => http.leaveProgramme(id));
export const usePutAnswers = (id: string): UseMutationResult<unknown, Error, http.Answers> => useProgrammeDeed((answers) => http.putAnswers(id, answers));
