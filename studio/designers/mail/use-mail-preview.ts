import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type * as z from "zod";
import { previewRows } from "#contract/http/preview";
import type { DefinitionReader } from "#engine/definition/reader";
import { DEFAULT_LIMITS } from "#engine/templates/render/compile-template";
import type { MailResult } from "#engine/views/mails/compile-mail";
import { previewMail, readsOfMail, sampleMailValues } from "#engine/views/mails/preview-mail";
import type { PreviewRow } from "#engine/views/preview/preview-reads";
import { call } from "../../api/client.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import type { ListedMail } from "./mails-of-draft.ts";

/** A mail of the draft as it will look: over a live row, else with sample values. */
export function useMailPreview(
  reader: DefinitionReader,
  mail: ListedMail,
  rowId: string | undefined,
): { readonly result: MailResult; readonly isSample: boolean; readonly trouble: string | undefined } {
  const app = useApp();
  const canRead = useMay()("readRows");
  const reads = useMemo(() => readsOfMail(reader, mail.entry), [reader, mail]);
  const isLive = app.live !== undefined && canRead && reads !== undefined;
  const rows = useQuery({
    queryKey: ["mail-row", app.id, app.live?.releaseNumber, rowId ?? "first", reads],
    enabled: isLive,
    retry: false,
    queryFn: ({ signal }) => {
      const parameters = rowId === undefined ? [] : [["id", rowId]];
      const body = { as: { kind: "builder" }, path: "/", rows: { reads, pageSize: 1, parameters }, queries: [] };
      return call(
        previewRows,
        { params: { appId: app.id }, body: body as unknown as z.input<typeof previewRows.body> },
        { signal },
      );
    },
  });
  const answer = rows.data;
  const row = answer?.outcome === "rows" ? (answer.rows[0] as PreviewRow | undefined) : undefined;
  const origin = new URL(app.url).origin;
  const result = useMemo(
    () =>
      previewMail(reader, mail.entry, {
        row,
        values: sampleMailValues(new Date()),
        origin,
        budget: {
          ...DEFAULT_LIMITS,
          now: () => performance.now(),
          deadline: performance.now() + DEFAULT_LIMITS.milliseconds,
        },
      }),
    [reader, mail, row, origin],
  );
  return { result, isSample: row === undefined, trouble: isLive ? rows.error?.message : undefined };
}
