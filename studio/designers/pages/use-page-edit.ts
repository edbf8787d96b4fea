import { useNavigate } from "react-router";
import type { RouteId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { update } from "#engine/edits/commands/edit-command";
import { setViewOptions } from "#engine/edits/commands/routes";
import { takeOverTemplate } from "#engine/edits/commands/templates";
import type { EditOperation } from "#engine/edits/edit";
import { type LostName, lostNames } from "#engine/pages/edits/lost-names";
import type { PageGesture, Place } from "#engine/pages/edits/page-gesture";
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
import { editedText } from "./edited-text.ts";
import { nodeLabel } from "./node-label.ts";
import type { PageSelection } from "./page-selection.ts";
import { placeWords } from "./place-words.ts";

export interface PageEdit {
  readonly gesture: PageGesture;
  /** For the history: "Move Card". */
  readonly label: string;
  /** Of a gesture that was planned on an older text: that text, and what was written since. */
  readonly base?: { readonly source: string; readonly written: string };
  /** Not announced: it goes on. */
  readonly isQuiet?: boolean;
  /** What is edited with it, as one step: the query of inserted rows. */
  readonly operations?: readonly EditOperation[];
  /** Options of the page's view that change in the same step. */
  readonly view?: { readonly routeId: RouteId; readonly options: Readonly<Record<string, JsonValue | undefined>> };
}

export interface PageEditDone {
  readonly source: string;
  readonly selectAt: number | undefined;
}

/** Why something was not done, and how it could be. */
export interface EditRefusal {
  readonly title: string;
  readonly reason: string;
  readonly offers: readonly { readonly label: string; readonly run: () => void }[];
}

interface Parts {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly onSelect: (selection: PageSelection | undefined) => void;
  readonly onRefusal: (refusal: EditRefusal | undefined) => void;
  readonly announce: (sentence: string) => void;
}

/** Does one gesture: writes its text replacements as one edit of the draft, or says why not. */
export function usePageEdit({ context, chosen, onSelect, onRefusal, announce }: Parts) {
  const { write, session, place } = useWrittenSource({ context, chosen });
  const canEdit = useMay()("edit");

  const edit = (asked: PageEdit): PageEditDone | undefined => {
    const { gesture, label, base, isQuiet = false, operations = [], view } = asked;
    const refuse = (reason: string, offers: EditRefusal["offers"] = []) => {
      announce(`Not done. ${reason}`);
      onRefusal({ title: `${label}: not done`, reason, offers });
      return undefined;
    };
    const isContested = (): boolean =>
      session.view.textConflicts.some((one) => one.recordId === place?.recordId && one.property === place.property);
    if (!canEdit) return refuse("You are a viewer here, so nothing was changed.");
    // What is shown is the other's version, and what would be written is one's own: places in one are none in the other.
    if (isContested() && !base) return refuse(CONTESTED);
    const now = place ? (session.textOf(place) ?? "") : chosen.kind === "builtIn" ? chosen.source : "";
    const source = base?.source ?? now;
    if (gesture.kind === "move" || gesture.kind === "copy") {
      const [lost] = gesture.kind === "move" && gesture.names ? [] : namesLostBy(gesture, source, { context, chosen });
      if (lost) return refuse(lostReason(lost, source), gesture.kind === "move" ? rebinds(lost, asked, gesture) : []);
    }
    const plan = planPageEdit(pageOutline(source), gesture);
    if ("refused" in plan) return refuse(plan.refused);
    if (plan.changes.length > 0 && !write(plan, { label, base: base?.written ?? source, operations, view }))
      return undefined;
    if (isContested()) return isQuiet ? undefined : refuse(CONTESTED);
    onRefusal(undefined);
    if (plan.selectAt !== undefined) onSelect({ source: plan.source, at: plan.selectAt });
    else if (gesture.kind === "unwrap") onSelect(undefined);
    if (!isQuiet) announce(announcement(label, plan));
    return plan;
  };

  const rebinds = (lost: LostName, asked: PageEdit, gesture: Extract<PageGesture, { kind: "move" }>) =>
    lost.instead.map((name) => ({
      label: `Use ${name} instead`,
      run: () => {
        const names = new Map([...(gesture.names ?? []), [lost.name, name] as const]);
        edit({ ...asked, gesture: { ...gesture, names } });
      },
    }));
  return edit;
}

/** Writes a new source of the chosen template into the draft; a built-in one becomes the app's own. */
function useWrittenSource({ context, chosen }: Pick<Parts, "context" | "chosen">) {
  const app = useApp();
  const session = useDraftSession();
  const navigate = useNavigate();
  const { apply } = useDraftActions();
  const place = chosen.kind === "own" ? ({ recordId: chosen.template.id, property: "source" } as const) : undefined;

  const write = (
    plan: PageEditDone,
    {
      label,
      base,
      operations,
      view,
    }: Required<Pick<PageEdit, "label" | "operations">> & {
      readonly base: string;
      readonly view: PageEdit["view"] | undefined;
    },
  ): boolean => {
    const others = [...operations, ...(place && view ? setViewOptions(context.reader, view).operations : [])];
    if (place && others.length > 0)
      return apply({ label, operations: [...others, update(place.recordId, { source: plan.source })] });
    if (place) {
      session.setText({ ...place, base, text: plan.source, label });
      return true;
    }
    if (chosen.kind !== "builtIn") return false;
    const command = takeOverTemplate(context.reader, chosen.which, randomBytes);
    const taken = command.operations.map((operation) => {
      if (operation.op === "create" && operation.record.kind === "template")
        return { ...operation, record: { ...operation.record, source: plan.source } };
      return view && operation.op === "update" && operation.id === view.routeId
        ? update(view.routeId, { view: withOptions(operation.set.view, view.options) })
        : operation;
    });
    if (!apply({ label, operations: [...others, ...taken] })) return false;
    void navigate(`/apps/${app.id}/pages/${command.templateId}?show=visual`, {
      state: { selected: { source: plan.source, at: plan.selectAt } },
    });
    return true;
  };
  return { write, session, place };
}

const withOptions = (view: JsonValue | undefined, options: NonNullable<PageEdit["view"]>["options"]): JsonValue =>
  Object.fromEntries(
    Object.entries({ ...(view as Readonly<Record<string, JsonValue>>), ...options }).filter(
      (entry): entry is [string, JsonValue] => entry[1] !== undefined,
    ),
  );

const CONTESTED =
  "Somebody else changed the same lines. Both versions are kept: “Compare and decide” above shows them side by side.";

const announcement = (label: string, { source, selectAt }: PageEditDone): string => {
  const where = selectAt === undefined ? undefined : placeWords(pageOutline(source), selectAt);
  return where === undefined ? `${label}.` : `${label}. ${where}.`;
};

const lostReason = ({ name, givenBy }: LostName, source: string): string =>
  givenBy
    ? `${name} is only known inside “${nodeLabel(givenBy, source)} ${name}”.`
    : `${name} is only known where this stands now.`;

/** The names that a part uses and that are not known at its new place. */
function namesLostBy(
  { node, place }: { readonly node: number; readonly place: Place },
  source: string,
  at: Pick<Parts, "context" | "chosen">,
): readonly LostName[] {
  const outline = pageOutline(source);
  const piece = nodeAt(outline, node);
  const found = findPlace(outline, place);
  return piece && found ? namesLostAt({ piece, at: found.branch.from }, source, at) : [];
}

export function namesLostAt(
  move: { readonly piece: { readonly from: number; readonly to: number }; readonly at: number },
  source: string,
  { context, chosen }: Pick<Parts, "context" | "chosen">,
): readonly LostName[] {
  return lostNames(context, editedText(chosen, source), move);
}

export { lostReason };
