import { useInfiniteQuery } from "@tanstack/react-query";
import { listAppInbox, listAppMails } from "#contract/http/app-mails";
import type { MailState } from "#contract/http/mail";
import type { MailId } from "#contract/platform-ids";
import { call } from "../../api/client.ts";
import { useApp } from "../../session/use-app.ts";

/** A mail of an app is made within a second or two: builders who wait for one see it come. */
const LOOK_MS = 4_000;

export function useAppMails(state: MailState | undefined) {
  const app = useApp();
  return useInfiniteQuery({
    queryKey: ["mail", "app", app.id, "log", state],
    initialPageParam: undefined as MailId | undefined,
    queryFn: ({ pageParam: before, signal }) => {
      const query = { ...(state ? { state } : {}), ...(before ? { before } : {}) };
      return call(listAppMails, { params: { appId: app.id }, query }, { signal });
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: LOOK_MS,
  });
}

export function useAppInbox() {
  const app = useApp();
  return useInfiniteQuery({
    queryKey: ["mail", "app", app.id, "inbox"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      call(listAppInbox, { params: { appId: app.id }, query: before ? { before } : {} }, { signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: LOOK_MS,
  });
}
