import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { startImport } from "#contract/http/imports";
import type { DraftId } from "#contract/platform-ids";
import { ApiError, upload } from "../api/client.ts";

export const MAX_FILE_BYTES = 100 * 1024 * 1024;

export type UploadState =
  | { readonly state: "idle" }
  | { readonly state: "uploading"; readonly fileName: string; readonly share: number }
  | { readonly state: "refused"; readonly message: string };

/** Why a file cannot be taken at all; everything finer is judged by the server. */
export function fileProblem(file: { readonly name: string; readonly size: number }): string | undefined {
  if (!/\.(csv|tsv|txt|json|jsonl|ndjson)$/i.test(file.name)) {
    return `"${file.name}" is not a CSV or JSON file. From a spreadsheet, save it as CSV first.`;
  }
  if (file.size === 0) return `"${file.name}" is empty.`;
  if (file.size > MAX_FILE_BYTES) {
    return `"${file.name}" has ${Math.round(file.size / 1024 / 1024)} MB; at most 100 MB can be imported at once. Split it and import the parts one after another.`;
  }
  return undefined;
}

/** Sends a file and goes to its import. */
export function useUpload(into: DraftId | undefined) {
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
          { query: { fileName: file.name }, file },
          { signal: abort.signal, onProgress: (share) => setState({ state: "uploading", fileName: file.name, share }) },
        );
        navigate(`/imports/${started.id}${into ? `?into=${into}` : ""}`);
      } catch (error) {
        if (abort.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState({ state: "refused", message: error.message });
      }
    },
    [into, navigate],
  );

  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ state: "idle" });
  }, []);

  return { state, send, cancel };
}
