import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { startImport } from "#contract/http/imports";
import type { DraftId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { ApiError, upload } from "../api/client.ts";
import { localeSettings } from "./proposal.ts";

export const MAX_FILE_BYTES = 100 * 1024 * 1024;
const MAX_WORKBOOK_BYTES = 20 * 1024 * 1024;
/** What the file dialog offers. */
export const ACCEPTED_FILES = ".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.geojson,.xlsx,.xlsm";

export type UploadState =
  | { readonly state: "idle" }
  | { readonly state: "uploading"; readonly fileName: string; readonly share: number }
  | { readonly state: "refused"; readonly message: string };

/** Why a file cannot be taken at all; everything finer is judged by the server. */
export function fileProblem(file: { readonly name: string; readonly size: number }): string | undefined {
  if (!/\.(?:csv|tsv|tab|txt|json|jsonl|ndjson|geojson|xlsx|xlsm)$/i.test(file.name)) {
    const isSheet = /\.(?:xls|xlsb|ods|numbers)$/i.test(file.name);
    return `"${file.name}" cannot be imported. ${isSheet ? "Save the sheet as .xlsx or CSV first." : "CSV, TSV, JSON, NDJSON and XLSX files can."}`;
  }
  if (/\.xls[xm]$/i.test(file.name) && file.size > MAX_WORKBOOK_BYTES)
    return `"${file.name}" has ${Math.round(file.size / 1024 / 1024)} MB; a workbook may have 20 MB. Save the sheet as CSV and import that.`;
  if (file.size === 0) return `"${file.name}" is empty.`;
  if (file.size > MAX_FILE_BYTES) {
    return `"${file.name}" has ${Math.round(file.size / 1024 / 1024)} MB; at most 100 MB can be imported at once. Split it and import the parts one after another.`;
  }
  return undefined;
}

/** A new app gets the browser's language, so its dates are read by it. */
function localeOfBrowser(): { locale?: string } {
  const { locale } = localeSettings();
  return locale ? { locale } : {};
}

/** Sends a file and goes to its import: into a draft, or into a model that is live there. */
export function useUpload(into: DraftId | undefined, modelId?: ModelId) {
  const navigate = useNavigate();
  const [state, setState] = useState<UploadState>({ state: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const send = useCallback(
    async (file: File) => {
      const problem = fileProblem(file);
      if (problem) {
        setState({ state: "refused", message: problem });
        return;
      }
      const abort = new AbortController();
      running.current?.abort();
      running.current = abort;
      setState({ state: "uploading", fileName: file.name, share: 0 });
      try {
        const started = await upload(
          startImport,
          { query: { fileName: file.name, ...(into ? { draftId: into } : localeOfBrowser()) }, file },
          { signal: abort.signal, onProgress: (share) => setState({ state: "uploading", fileName: file.name, share }) },
        );
        navigate(`/imports/${started.id}${targetSearch(into, modelId)}`);
      } catch (error) {
        if (abort.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState({ state: "refused", message: error.message });
      }
    },
    [into, modelId, navigate],
  );

  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ state: "idle" });
  }, []);

  return { state, send, cancel };
}

/** Where the rows are to go, as the import screen's address says it. */
export const targetSearch = (into: string | undefined, modelId: string | undefined): string =>
  into === undefined ? "" : `?into=${into}${modelId === undefined ? "" : `&model=${modelId}`}`;
