import { useDebouncedCallback } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  type BadRow,
  checkImport,
  type Import,
  type ImportProposal,
  importProposalSchema,
  keepProposal,
} from "#contract/http/imports";
import { call } from "../api/client.ts";
import { type ColumnChange, changeColumn } from "./proposal.ts";
import { importKey } from "./use-import.ts";

export interface DryRun {
  readonly badValues: number;
  readonly badRows: readonly BadRow[];
  readonly skippedRows: number;
}

const dryRunOf = ({ badValues, badRows, skippedRows }: Import): DryRun => ({ badValues, badRows, skippedRows });

/**
 * The proposal while it is being adjusted. Every change is kept by the server a moment after the last one, so that a
 * reload shows it; a change that can make rows fit or not is tried against all rows too. Of tries that overtake each
 * other the newest counts.
 */
export function useProposal(imported: Import & { proposal: ImportProposal }) {
  const [proposal, setProposal] = useState(imported.proposal);
  const [dryRun, setDryRun] = useState(() => dryRunOf(imported));
  const [pending, setPending] = useState(false);
  const params = { importId: imported.id };
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: (adjusted: ImportProposal) => call(checkImport, { params, body: adjusted }),
    onSuccess: (result) => {
      setDryRun(dryRunOf(result));
      queries.setQueryData(importKey(imported.id), result);
    },
  });
  const keep = useMutation({
    mutationFn: (adjusted: ImportProposal) => call(keepProposal, { params, body: adjusted }),
    onSuccess: (result) => queries.setQueryData(importKey(imported.id), result),
  });
  const affected = useRef(false);
  const sendSoon = useDebouncedCallback(
    (adjusted: ImportProposal) => {
      setPending(false);
      // A name that is being emptied to be typed anew is nothing to keep.
      if (!importProposalSchema.safeParse(adjusted).success) return;
      if (affected.current) check.mutate(adjusted);
      else keep.mutate(adjusted);
      affected.current = false;
    },
    { delay: 400, flushOnUnmount: true },
  );
  useEffect(() => {
    const flush = () => sendSoon.flush();
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, [sendSoon]);

  const adopt = (next: ImportProposal, affectsRows: boolean): void => {
    setProposal(next);
    if (affectsRows) {
      affected.current = true;
      setPending(true);
    }
    sendSoon(next);
  };

  return {
    proposal,
    dryRun,
    isChecking: pending || check.isPending,
    checkFailure: check.error?.message,
    setModel: (change: Partial<Pick<ImportProposal, "modelLabel" | "pluralLabel" | "modelName" | "appLabel">>) =>
      adopt({ ...proposal, ...change }, false),
    /** Changes that say what becomes of whole rows. */
    setRows: (next: ImportProposal) => adopt(next, true),
    setColumn: (source: string, change: ColumnChange) =>
      adopt(
        changeColumn(proposal, source, change),
        ["type", "include", "required", "unique", "isKey", "onBadValue"].some((property) => property in change),
      ),
  };
}
