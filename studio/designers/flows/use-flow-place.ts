import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { FlowId, StepId } from "#engine/definition/ids";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";

export type FlowView = "canvas" | "list";

/** Which flow and which of its steps are shown, and how: `/flows/flw_…?step=stp_…&view=list`. */
export function useFlowPlace() {
  const app = useApp();
  const navigate = useNavigate();
  const { flowId } = useParams();
  const [search, setSearch] = useSearchParams();
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  const remembered = useUiStore((ui) => ui.flowsView);
  const remember = useUiStore((ui) => ui.setFlowsView);
  const asked = search.get("view");
  const view: FlowView = asked === "list" || asked === "canvas" ? asked : isPhone ? "list" : remembered;
  const stepId = (search.get("step") ?? undefined) as StepId | undefined;
  const property = search.get("property") ?? undefined;

  const change = useCallback(
    (name: "step" | "view", value: string | undefined) =>
      setSearch(
        (before) => {
          before.delete("property");
          if (value === undefined) before.delete(name);
          else before.set(name, value);
          return before;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const choose = useCallback((id: StepId | undefined) => change("step", id), [change]);
  const show = useCallback(
    (wanted: FlowView) => {
      remember(wanted);
      change("view", wanted);
    },
    [remember, change],
  );
  const open = useCallback(
    (id: FlowId | undefined) => void navigate(`/apps/${app.id}/flows${id === undefined ? "" : `/${id}`}`),
    [navigate, app.id],
  );
  return useMemo(
    () => ({ flowId: flowId as FlowId | undefined, stepId, property, view, choose, show, open }),
    [flowId, stepId, property, view, choose, show, open],
  );
}
