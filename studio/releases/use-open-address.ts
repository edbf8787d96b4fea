import { useCallback } from "react";
import type { AppSummary } from "#contract/http/apps";
import type { RouteRecord } from "#engine/definition/records/route";
import { homePage, pageReaders } from "#engine/review/page-readers";
import { useReader } from "../draft-session/react/use-draft.ts";

/**
 * Where "Open" leads, for the first page of the app or a given one: the live page when every visitor gets it, else the
 * preview in the studio, so that nobody who opens their own app meets a 404.
 */
export function useOpenAddress(app: AppSummary): (page?: RouteRecord) => {
  readonly href: string;
  readonly isPreview: boolean;
} {
  const reader = useReader();
  return useCallback(
    (page = homePage(reader)) =>
      page && pageReaders(reader, page).openness === 3
        ? { href: new URL(page.path, app.url).href, isPreview: false }
        : { href: `/apps/${app.id}/preview${page ? `?route=${page.id}` : ""}`, isPreview: true },
    [reader, app.id, app.url],
  );
}
