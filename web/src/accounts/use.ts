/** The accounts' data and deeds as hooks; the cache key of the signed-in person is theirs alone. */
import { type UseMutationResult, type UseQueryResult, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { watchSignedOut } from "../core/api";
import {
  type Me,
  type MeChange,
  type NewAccount,
  type SignIn,
  changeMe,
  deletePhoto,
  fetchMe,
  fetchSignIns,
  putPhoto,
  revokeSignIn,
  signIn,
  signOut,
  signUp,
} from "./api";

const ME_KEY = ["me"] as const;
const SIGN_INS = ["sign-ins"] as const;

export const ME = queryOptions({ queryKey: ME_KEY, queryFn: fetchMe, staleTime: 60_000 });

export const useMe = (): UseQueryResult<Me | null> => useQuery(ME);

export const useSignIns = (): UseQueryResult<SignIn[]> => useQuery({ queryKey: SIGN_INS, queryFn: fetchSignIns });

/** Forgets the person as soon as the server does. */
export function useSignedOutWatch(): void {
  const client = useQueryClient();
  useEffect(() => watchSignedOut(() => client.setQueryData(ME_KEY, null)), [client]);
}

/** Everything fetched for the last person is dropped before the next one is shown. */
function useBecome(): (me: Me | null) => void {
  const client = useQueryClient();
  return (me) => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
    client.setQueryData(ME_KEY, me);
  };
}

export function useSignUp(): UseMutationResult<Me, Error, NewAccount> {
  const become = useBecome();
  return useMutation({ mutationFn: signUp, onSuccess: become });
}

export function useSignIn(): UseMutationResult<Me, Error, { email: string; password: string }> {
  const become = useBecome();
  return useMutation({ mutationFn: signIn, onSuccess: become });
}

export function useSignOut(): UseMutationResult<unknown, Error, void> {
  const become = useBecome();
  return useMutation({ mutationFn: () => signOut(), onSuccess: () => become(null) });
}

function useMeChange<Change>(change: (body: Change) => Promise<Me>): UseMutationResult<Me, Error, Change> {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: (me) => client.setQueryData(ME_KEY, me) });
}

export const useChangeMe = (): UseMutationResult<Me, Error, MeChange> => useMeChange(changeMe);
export const usePutPhoto = (): UseMutationResult<Me, Error, Blob> => useMeChange(putPhoto);
export const useDeletePhoto = (): UseMutationResult<Me, Error, void> => useMeChange(() => deletePhoto());

export function useRefreshMe(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ME_KEY });
}

export function useRevokeSignIn(): UseMutationResult<unknown, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: revokeSignIn,
    onSettled: () => client.invalidateQueries({ queryKey: SIGN_INS }),
  });
}
