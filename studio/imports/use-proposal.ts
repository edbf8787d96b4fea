import { useDebouncedCallback } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type BadRow, checkImport, type Import, type ImportProposal } from "#contract/http/imports";
import { call } from "../api/client.ts";
import { type ColumnChange, changeColumn } from "./proposal.ts";

export interface DryRun {
  readonly badValues: number;
  readonly badRows: readonly BadRow[];
}

/**
 * The proposal while it is being adjusted. Every change that can make rows fit or not is tried against all rows by the
 * server, half a second after the last one; older tries that come back late are passed over.
 */
export function useProposal(imported: Import & { proposal: ImportProposal }) {
  const [proposal, setProposal] = useState(imported.proposal);
  const [dryRun, setDryRun] = useState<DryRun>({ badValues: imported.badValues, badRows: imported.badRows });
  const [pending, setPending] = useState(false);
  const check = useMutation({
    mutationFn: (adjusted: ImportProposal) => call(checkImport, { params: { importId: imported.id }, body: adjusted }),
    onSuccess: (result) => setDryRun({ badValues: result.badValues, badRows: result.badRows }),
  });
  const checkSoon = useDebouncedCallback((adjusted: ImportProposal) => {
    setPending(false);
    check.mutate(adjusted);
  }, 500);

  const adopt = (next: ImportProposal, affectsRows: boolean): void => {
    setProposal(next);
    if (!affectsRows) return;
    setPending(true);
    checkSoon(next);
  };

  return {
    proposal,
    dryRun,
    isChecking: pending || check.isPending,
    checkFailure: check.error?.message,
    setModel: (change: Partial<Pick<ImportProposal, "modelLabel" | "pluralLabel" | "modelName">>) =>
      adopt({ ...proposal, ...change }, false),
    setColumn: (source: string, change: ColumnChange) =>
      adopt(
        changeColumn(proposal, source, change),
        ["type", "include", "required", "unique", "isKey", "onBadValue"].some((property) => property in change),
      ),
  };
}
