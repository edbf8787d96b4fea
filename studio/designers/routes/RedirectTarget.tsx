import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { LooseView } from "#engine/definition/records/route";
import { readablePath } from "#engine/routing/readable-path";
import { leadsTo } from "#engine/view-types/registry";
import { FieldRow } from "../../components/FieldRow.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";

const ELSEWHERE = "elsewhere";

/** Where a redirect leads, and for how long browsers remember it. */
export function RedirectTarget({
  view,
  onChange,
}: {
  readonly view: LooseView;
  readonly onChange: (change: Readonly<Record<string, JsonValue | undefined>>) => unknown;
}) {
  const { reader } = useDraft();
  const id = useId();
  const target = leadsTo(view);
  if (!target) return undefined;
  const pages = reader.routes.filter((route) => !leadsTo(route.view));
  return (
    <>
      <FieldRow label="Leads to" htmlFor={`${id}-to`}>
        <PlainSelect
          id={`${id}-to`}
          value={"routeId" in target ? target.routeId : ELSEWHERE}
          onChange={({ currentTarget: { value } }) =>
            onChange({ to: value === ELSEWHERE ? { address: "/" } : { routeId: value } })
          }
        >
          {pages.map((route) => (
            <option key={route.id} value={route.id}>
              {route.label} – {readablePath(route.path)}
            </option>
          ))}
          <option value={ELSEWHERE}>An address that I write</option>
        </PlainSelect>
      </FieldRow>
      {"address" in target && (
        <CommittedText
          id={`${id}-address`}
          label="Address"
          help="https://…, or a path of this app."
          isCode
          value={target.address}
          onSave={(address) => onChange({ to: { address } })}
        />
      )}
      <FieldRow label="For how long" htmlFor={`${id}-kept`}>
        <PlainSelect
          id={`${id}-kept`}
          value={`${target.isPermanent ? "permanent" : "temporary"}${target.changesMethod ? "_old" : ""}`}
          onChange={({ currentTarget: { value } }) =>
            onChange({
              isPermanent: value.startsWith("permanent"),
              changesMethod: value.endsWith("_old") ? true : undefined,
            })
          }
        >
          <option value="permanent">For good: browsers remember it for an hour (308)</option>
          <option value="temporary">For now: browsers ask each time (307)</option>
          <option value="permanent_old">For good, for programs that know only older codes (301)</option>
          <option value="temporary_old">For now, for programs that know only older codes (302)</option>
        </PlainSelect>
      </FieldRow>
    </>
  );
}
