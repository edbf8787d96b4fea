import type { DefinitionReader } from "#engine/definition/reader";
import { type StepOptions, stepEditors } from "./step-editors.tsx";
import type { Choice } from "./TypeToChoose.tsx";

export interface StepChoice extends Choice {
  readonly type: StepOptions;
  readonly name: string;
}

/** Every type of step, and those of rows once for each model: "Create Order". */
export function stepChoices(reader: DefinitionReader): readonly StepChoice[] {
  return Object.entries(stepEditors).flatMap(([id, editor]): readonly StepChoice[] => {
    const Drawn = editor.icon;
    const icon = <Drawn size={16} stroke={1.5} aria-hidden />;
    const shared = { icon, words: editor.words };
    if (!editor.hasModel) {
      const type = editor.make(undefined, reader);
      return [{ ...shared, id, label: editor.verb, of: editor.about, type, name: editor.nameOf(undefined) }];
    }
    return reader.models.map((model) => {
      const label = `${editor.verb} ${id === "find" || id === "count" ? (model.pluralLabel ?? model.label) : model.label}`;
      const words = `${editor.words} ${model.name} ${model.label} ${model.pluralLabel ?? ""}`;
      return {
        ...shared,
        id: `${id} ${model.id}`,
        label,
        words,
        type: editor.make(model, reader),
        name: editor.nameOf(model),
      };
    });
  });
}
