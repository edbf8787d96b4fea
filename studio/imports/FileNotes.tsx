import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Import, readSheet } from "#contract/http/imports";
import { call } from "../api/client.ts";
import { PlainSelect } from "../components/PlainSelect.tsx";
import classes from "./import-screen.module.css";
import { importKey } from "./use-import.ts";

/** What was noticed while the file was read, and which sheet of a workbook or list of a JSON file it was. */
export function FileNotes({ imported }: { readonly imported: Import }) {
  const queries = useQueryClient();
  const read = useMutation({
    mutationFn: (sheet: string) => call(readSheet, { params: { importId: imported.id }, body: { sheet } }),
    onSuccess: (started) => queries.setQueryData(importKey(imported.id), started),
  });
  const { notes, sheets = [], sheet } = imported;
  const isWorkbook = /\.xls[xm]$/i.test(imported.fileName);
  if (notes.length === 0 && sheets.length < 2) return null;
  return (
    <div className={classes.notes}>
      {sheets.length > 1 && (
        <PlainSelect
          label={isWorkbook ? "Sheet" : "List"}
          labelAt="beside"
          value={sheet}
          disabled={read.isPending}
          onChange={(event) => read.mutate(event.currentTarget.value)}
        >
          {sheets.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </PlainSelect>
      )}
      {notes.length > 0 && (
        <ul aria-label="What was noticed in the file">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {read.error && (
        <p role="alert" className={classes.failure}>
          {read.error.message}
        </p>
      )}
    </div>
  );
}
