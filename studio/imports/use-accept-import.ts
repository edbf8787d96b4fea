import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { acceptImport, type Import, type ImportProposal } from "#contract/http/imports";
import { call } from "../api/client.ts";
import { appsQuery } from "../api/queries.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import type { Target } from "./ImportTarget.tsx";
import { labelFromFileName, localeSettings } from "./proposal.ts";
import { importKey } from "./use-import.ts";

/** Makes the app or the model that was proposed, and goes on to publish it. */
export function useAcceptImport(input: {
  readonly imported: Import;
  readonly target: Target;
  readonly proposal: ImportProposal;
  readonly appLabel: string;
}) {
  const { imported, target, proposal, appLabel } = input;
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: () => {
      const existing = target.app;
      return call(acceptImport, {
        params: { importId: imported.id },
        body: {
          proposal,
          into: existing
            ? { app: "existing", draftId: existing.draftId }
            : { app: "new", label: appLabel.trim() || labelFromFileName(imported.fileName), ...localeSettings() },
        },
      });
    },
    onSuccess: ({ appId, import: accepted }) => {
      // The publish panel goes on from here: it must know that rows are being loaded, and ask until they are in.
      queries.setQueryData(importKey(imported.id), accepted);
      void queries.invalidateQueries({ queryKey: appsQuery.queryKey });
      navigate(`/apps/${appId}/models?publish&import=${imported.id}`);
    },
  });
}
