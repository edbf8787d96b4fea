import { useEffect } from "react";
import { useSearchParams } from "react-router";
import type { RouteId } from "#engine/definition/ids";
import type { TemplateRecord } from "#engine/definition/records/template";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext } from "#engine/views/assist/names-at";
import { hasCommandKey } from "../../../components/platform-keys.ts";
import { useTextBinding } from "../../../draft-session/react/use-text-binding.ts";
import type { TextBinding } from "../../../draft-session/text-binding.ts";
import { useMay } from "../../../session/use-may.ts";
import { LazySourceEditor } from "./LazySourceEditor.ts";
import type { SourceEditor, SourcePlace } from "./SourceEditor.tsx";

interface Props
  extends Pick<Parameters<typeof SourceEditor>[0], "problems" | "judged" | "place" | "selected" | "onText"> {
  readonly template: TemplateRecord;
  readonly context: AssistContext;
  readonly standsInFor: RouteId | undefined;
  readonly onPlace: (place: SourcePlace) => void;
  readonly onGo: (target: WordTarget) => void;
  readonly onRename: (target: WordTarget) => void;
}

/** A template of one's own in the editor: saved when the typing rests, and at `?at=` when the address says so. */
export function OwnSource({ template, context, standsInFor, onPlace, onGo, onRename, ...editor }: Props) {
  const text = useTextBinding({ recordId: template.id, property: "source", label: `Edit ${template.name}` });
  const canEdit = useMay()("edit");
  useSavedOnLeaving(text);
  const [parameters] = useSearchParams();
  const at = parameters.get("at");
  useEffect(() => {
    if (at !== null && Number.isSafeInteger(Number(at))) onPlace({ start: Number(at) });
  }, [at, onPlace]);
  return (
    <LazySourceEditor
      {...editor}
      isReadOnly={!canEdit}
      label={`Source of ${template.name}`}
      text={text}
      assist={{
        context: () => context,
        edited: (source) => ({ id: template.id, source, standsInFor }),
        go: onGo,
        rename: (target) => {
          // The rename begins from what is typed, not from what was saved last.
          text.flush();
          onRename(target);
        },
      }}
    />
  );
}

/** Saves at once when the tab is closed and at ⌘S; otherwise, a text is saved when the typing rests. */
function useSavedOnLeaving(text: TextBinding): void {
  useEffect(() => {
    const leaving = () => text.flush();
    const pressed = (event: KeyboardEvent) => {
      // AppKeys says at ⌘S that everything is saved, so it has to be.
      if (hasCommandKey(event) && event.key.toLowerCase() === "s") text.flush();
    };
    window.addEventListener("pagehide", leaving);
    window.addEventListener("keydown", pressed, { capture: true });
    return () => {
      window.removeEventListener("pagehide", leaving);
      window.removeEventListener("keydown", pressed, { capture: true });
    };
  }, [text]);
}
