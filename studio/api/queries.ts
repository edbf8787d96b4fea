import { QueryClient, queryOptions } from "@tanstack/react-query";
import { getApp, listApps, listDeletedApps } from "#contract/http/apps";
import { getSession } from "#contract/http/session";
import type { AppId } from "#contract/platform-ids";
import { ApiError, call } from "./client.ts";

/** A problem that the caller made does not go away by asking again; the world's may. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: true,
    },
  },
});

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => call(getSession, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const appsQuery = queryOptions({
  queryKey: ["apps"],
  queryFn: async ({ signal }) => (await call(listApps, {}, { signal })).results,
});

/** Under the key of the apps: what changes one list changes the other. */
export const deletedAppsQuery = queryOptions({
  queryKey: ["apps", "deleted"],
  queryFn: async ({ signal }) => (await call(listDeletedApps, {}, { signal })).results,
});

export const appQuery = (appId: AppId) =>
  queryOptions({ queryKey: ["apps", appId], queryFn: ({ signal }) => call(getApp, { params: { appId } }, { signal }) });
