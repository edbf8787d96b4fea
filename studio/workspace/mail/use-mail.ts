import { type InfiniteData, queryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import {
  getInboxMail,
  getMailStatus,
  type InboxEntry,
  listInbox,
  listMails,
  type MailEntry,
  type MailState,
} from "#contract/http/mail";
import type { MailId } from "#contract/platform-ids";
import { call } from "../../api/client.ts";
import { onEventsMissed, studioSocket } from "../../api/socket.ts";

const ROOT = ["mail"] as const;

/** Asks anew whenever the server says that something of the workspace's mail has changed. */
export function useMailChanges(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const socket = studioSocket();
    const changed = () => void queries.invalidateQueries({ queryKey: ROOT });
    socket.on("mail.changed", changed);
    const stopMissed = onEventsMissed(changed);
    return () => {
      stopMissed();
      socket.off("mail.changed", changed);
    };
  }, [queries]);
}

export const useMailStatus = () =>
  useQuery(
    queryOptions({
      queryKey: [...ROOT, "status"],
      queryFn: ({ signal }) => call(getMailStatus, {}, { signal }),
      // A pause ends by itself, and of what another workspace's owners do we are not told.
      refetchInterval: ({ state }) => (state.data?.paused ? 3_000 : 30_000),
    }),
  );

export interface LogFilters {
  readonly state?: MailState;
  readonly kind?: string;
  readonly to?: string;
}

export const useMailLog = (filters: LogFilters) =>
  useInfiniteQuery({
    queryKey: [...ROOT, "log", filters],
    initialPageParam: undefined as MailId | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      call(listMails, { query: { ...filters, ...(before ? { before } : {}) } }, { signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
    select: ({ pages }: InfiniteData<{ results: MailEntry[] }>) => pages.flatMap(({ results }) => results),
  });

export const useInbox = (isOn: boolean) =>
  useInfiniteQuery({
    queryKey: [...ROOT, "inbox"],
    enabled: isOn,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) => call(listInbox, { query: before ? { before } : {} }, { signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
    select: ({ pages }: InfiniteData<{ results: InboxEntry[] }>) => pages.flatMap(({ results }) => results),
  });

export const useInboxMail = (inboxMailId: string) =>
  useQuery({
    queryKey: ["inbox-mail", inboxMailId], // it never changes
    queryFn: ({ signal }) => call(getInboxMail, { params: { inboxMailId } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Of what one does to mail: the screens then ask anew. */
export function useMailRefresh(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ROOT });
}
