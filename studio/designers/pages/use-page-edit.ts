import { notifications } from "@mantine/notifications";
import { useNavigate } from "react-router";
import { takeOverTemplate } from "#engine/edits/commands/templates";
import { lostNames } from "#engine/pages/edits/lost-names";
import type { PageGesture } from "#engine/pages/edits/page-gesture";
import { findPlace } from "#engine/pages/edits/place-in-outline";
import { planPageEdit } from "#engine/pages/edits/plan-page-edit";
import { nodeAt, pageOutline } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { randomBytes } from "../../api/random.ts";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import type { PageSelection } from "./page-selection.ts";

export interface PageEdit {
  readonly gesture: PageGesture;
  /** For the history: "Move Card". */
  readonly label: string;
}

interface Parts {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly onSelect: (selection: PageSelection | undefined) => void;
  readonly announce: (sentence: string) => void;
}

/** Does one gesture: writes its text replacements as one edit of the draft, or says why not. */
export function usePageEdit({ context, chosen, onSelect, announce }: Parts): (edit: PageEdit) => boolean {
  const app = useApp();
  const session = useDraftSession();
  const navigate = useNavigate();
  const { apply } = useDraftActions();
  const canEdit = useMay()("edit");
  return ({ gesture, label }) => {
    const refuse = (sentence: string) => {
      announce(sentence);
      notifications.show({ id: "page-edit", title: `${label}: not done`, message: sentence, color: "red" });
      return false;
    };
    if (!canEdit) return refuse("You are a viewer here, so nothing was changed.");
    const place = chosen.kind === "own" ? ({ recordId: chosen.template.id, property: "source" } as const) : undefined;
    const source = place ? (session.textOf(place) ?? "") : chosen.kind === "builtIn" ? chosen.source : "";
    const lost = namesLostBy(gesture, source, { context, chosen });
    if (lost !== undefined) return refuse(`${lost} is only known where this stands now, so it cannot be moved there.`);
    const plan = planPageEdit(pageOutline(source), gesture);
    if ("refused" in plan) return refuse(plan.refused);
    if (plan.changes.length > 0) {
      if (place) session.setText({ ...place, base: source, text: plan.source, label });
      else if (chosen.kind === "builtIn") {
        const command = takeOverTemplate(context.reader, chosen.which, randomBytes);
        const operations = command.operations.map((operation) =>
          operation.op === "create" && operation.record.kind === "template"
            ? { ...operation, record: { ...operation.record, source: plan.source } }
            : operation,
        );
        if (!apply({ label, operations })) return false;
        void navigate(`/apps/${app.id}/pages/${command.templateId}?show=visual`, {
          state: { selected: { source: plan.source, at: plan.selectAt } },
        });
      }
    }
    if (plan.selectAt !== undefined) onSelect({ source: plan.source, at: plan.selectAt });
    else if (gesture.kind === "unwrap") onSelect(undefined);
    announce(label);
    return true;
  };
}

/** A name that the moved part uses and that is not known at its new place. */
function namesLostBy(
  gesture: PageGesture,
  source: string,
  { context, chosen }: Pick<Parts, "context" | "chosen">,
): string | undefined {
  if (gesture.kind !== "move" && gesture.kind !== "copy") return undefined;
  const outline = pageOutline(source);
  const piece = nodeAt(outline, gesture.node);
  const found = findPlace(outline, gesture.place);
  if (!piece || !found || chosen.kind !== "own") return undefined;
  const edited = { id: chosen.template.id, source };
  return lostNames(context, edited, { piece, at: found.branch.from })[0];
}
