import { useReader } from "../../draft-session/react/use-draft.ts";
import { FlowDesigner } from "./FlowDesigner.tsx";
import { FlowList } from "./FlowList.tsx";
import { useFlowPlace } from "./use-flow-place.ts";

/** The app's flows, or one of them: `/flows/:flowId?`. */
export function FlowsScreen() {
  const reader = useReader();
  const { flowId } = useFlowPlace();
  const flow = reader.ofKind("flow").find(({ id }) => id === flowId);
  if (flow) return <FlowDesigner key={flow.id} flow={flow} />;
  return <FlowList isGone={flowId !== undefined} />;
}
