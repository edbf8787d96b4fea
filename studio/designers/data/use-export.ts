import { notifications } from "@mantine/notifications";
import { useRef } from "react";
import { listRows } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { call } from "../../api/client.ts";
import { CsvWriter, MAX_EXPORTED_ROWS } from "./export-rows.ts";
import type { GridColumn } from "./grid-columns.ts";

const PAGE = 100;

/** Saves the rows of the sheet, with its filters, order and columns, as a file. Closing the message stops it. */
export function useExport(input: {
  readonly appId: AppId;
  readonly modelId: string;
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly columns: readonly GridColumn[];
}): () => Promise<void> {
  const running = useRef<AbortController>(undefined);
  return async () => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    const id = `export-${input.modelId}`;
    const onClose = () => stop.abort();
    notifications.show({ id, message: `Exporting ${input.name}…`, loading: true, autoClose: false, onClose });
    const tell = (message: string, isOver: boolean) =>
      notifications.update({ id, message, loading: !isOver, autoClose: isOver ? 6_000 : false, onClose });
    try {
      const { text, count, isCut } = await readAll(input, stop.signal, (read) =>
        tell(`Exporting ${input.name}: ${read.toLocaleString("en")} rows so far. Close this to stop.`, false),
      );
      save(`${input.name}.csv`, text);
      const rows = `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
      tell(
        isCut ? `The first ${rows} are exported. More do not fit into one file: filter them.` : `${rows} exported.`,
        true,
      );
    } catch (error) {
      if (stop.signal.aborted) return;
      tell(`Nothing was exported. ${error instanceof Error ? error.message : ""}`.trim(), true);
    }
  };
}

async function readAll(
  { appId, modelId, query, columns }: Parameters<typeof useExport>[0],
  signal: AbortSignal,
  onPage: (read: number) => void,
): Promise<{ readonly text: string; readonly count: number; readonly isCut: boolean }> {
  const writer = new CsvWriter(columns);
  let count = 0;
  let cursor: string | null = null;
  do {
    const at: Record<string, string> = cursor === null ? {} : { cursor };
    const page: { rows: Parameters<CsvWriter["add"]>[0]; next: string | null } = await call(
      listRows,
      { params: { appId, modelId }, query: { ...query, ...at, limit: String(PAGE) } },
      { signal },
    );
    writer.add(page.rows);
    count += page.rows.length;
    cursor = page.next;
    onPage(count);
  } while (cursor !== null && count < MAX_EXPORTED_ROWS);
  return { text: writer.text(), count, isCut: cursor !== null };
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name.replace(/[\\/:*?"<>|]/g, " ");
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
