import type { Import as ImportBody } from "#contract/http/imports";
import type { ServerContext } from "../../context.ts";
import type { Import } from "../../models/import.ts";

/** A process that dies takes its analysis with it; after this long without a sign it is told so. */
const ANALYSIS_SILENT_MS = 120_000;

export function presentImport(context: Pick<ServerContext, "clock">, row: Import): ImportBody {
  const { analysis } = row;
  const isOver = row.state === "analysing" || row.state === "uploading";
  const isSilent = isOver && context.clock.now().getTime() - row.updatedAt.getTime() > ANALYSIS_SILENT_MS;
  const failure = isSilent ? "The reading of the file was interrupted. Drop it again." : row.failure;
  return {
    id: row.id,
    fileName: row.fileName,
    size: row.size,
    state: isSilent ? "failed" : row.state,
    rows: row.rows,
    progress: row.progress,
    ...(row.proposal ? { proposal: row.proposal } : {}),
    facts: [...(analysis?.facts ?? [])],
    preview: (analysis?.preview ?? []) as ImportBody["preview"],
    badValues: analysis?.badValues ?? 0,
    badRows: [...(analysis?.badRows ?? [])],
    skippedRows: analysis?.skippedRows ?? 0,
    ...(failure === null ? {} : { failure }),
    ...(row.appId === null ? {} : { appId: row.appId }),
    ...(row.modelId === null ? {} : { modelId: row.modelId }),
    notes: [...(analysis?.notes ?? [])],
    ...(analysis?.sheets ? { sheets: [...analysis.sheets] } : {}),
    ...(analysis?.sheet === undefined ? {} : { sheet: analysis.sheet }),
    ...(analysis?.live ? { live: analysis.live } : {}),
    ...(analysis?.result ? { result: analysis.result } : {}),
  };
}

/** Tells the person who imports how far it is. */
export function tellImport(context: Pick<ServerContext, "clock" | "realtime">, row: Import): void {
  context.realtime.emit({ account: row.actorId }, "import.progressed", presentImport(context, row));
}
