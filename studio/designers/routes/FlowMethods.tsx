import { useId } from "react";
import { Link } from "react-router";
import type { FlowId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import type { LooseView } from "#engine/definition/records/route";
import { flowOf, viewTypeOf } from "#engine/view-types/registry";
import { FieldRow } from "../../components/FieldRow.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import classes from "./routes.module.css";

/** Which flow answers each method of a route. */
export function FlowMethods({
  view,
  onChange,
}: {
  readonly view: LooseView;
  readonly onChange: (change: Readonly<Record<string, JsonValue>>) => unknown;
}) {
  const { reader } = useDraft();
  const app = useApp();
  const id = useId();
  const flows = reader.ofKind("flow");
  const methods = viewTypeOf(view)?.methods ?? [];
  const chosen = Object.fromEntries(
    methods.flatMap((method): [string, FlowId][] => {
      const flowId = flowOf(view, method);
      return flowId === undefined ? [] : [[method, flowId]];
    }),
  );
  const choose = (method: string, flowId: string) => {
    const { [method]: _, ...others } = chosen;
    return onChange({ methods: flowId === "" ? others : { ...others, [method]: flowId } });
  };
  return (
    <>
      {methods.map((method) => (
        <FieldRow key={method} label={method} htmlFor={`${id}-${method}`}>
          <PlainSelect
            id={`${id}-${method}`}
            value={chosen[method] ?? ""}
            onChange={(event) => choose(method, event.currentTarget.value)}
          >
            <option value="">Not answered</option>
            {flows.map((flow) => (
              <option key={flow.id} value={flow.id}>
                {flow.label}
              </option>
            ))}
          </PlainSelect>
        </FieldRow>
      ))}
      <p className={classes.help}>
        {[...new Set(Object.values(chosen))].map((flowId) => (
          <Link key={flowId} to={`/apps/${app.id}/flows/${flowId}`}>
            Open {flows.find((flow) => flow.id === flowId)?.label ?? "the flow"}
          </Link>
        ))}
      </p>
    </>
  );
}
