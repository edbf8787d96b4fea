import { useQuery } from "@tanstack/react-query";
import { previewFormula } from "#contract/http/data";
import type { FieldRecord } from "#engine/definition/records/field";
import { call } from "../../api/client.ts";
import { FieldRow } from "../../components/FieldRow.tsx";
import { useDraftPart, useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { cellLabel } from "../../values/cell-label.ts";
import classes from "./options.module.css";

/** What a formula gives in the first live rows. */
export function FormulaValues({ field }: { readonly field: FieldRecord }) {
  const app = useApp();
  const reader = useReader();
  const canRead = useMay()("readRows");
  const waiting = useDraftPart((view) => view.waiting);
  const query = useQuery({
    queryKey: ["formula preview", app.draftId, field.id, JSON.stringify(field.type)],
    queryFn: ({ signal }) => call(previewFormula, { params: { draftId: app.draftId, fieldId: field.id } }, { signal }),
    enabled: canRead && waiting === 0,
    staleTime: 5_000,
  });
  const rows = query.data?.rows ?? [];
  if (rows.length === 0) return null;
  const { locale, timeZone } = reader.definition.settings;
  const context = { locale, timeZone, choices: [] };
  return (
    <FieldRow label="In live rows">
      <dl className={classes.values} aria-label={`${field.label} in live rows`}>
        {rows.map(({ id, title, value }) => (
          <div key={String(id)}>
            <dt>{title}</dt>
            <dd className="tabular">{value === null ? "–" : cellLabel(value, field, context)}</dd>
          </div>
        ))}
      </dl>
    </FieldRow>
  );
}
