import { notifications } from "@mantine/notifications";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { type Copied, copyFields, copyModels } from "#engine/edits/commands/copied-records";
import { paste } from "#engine/edits/commands/paste";
import { randomBytes } from "../../../api/random.ts";
import type { ActionContext } from "./action-context.ts";

/** What one can do with the clipboard: models and fields go from app to app as text. */
export function clipboardActions({ session, apply, select }: ActionContext) {
  const reader = () => session.view.reader;
  return {
    /** A field where one is chosen, else the models. */
    copiedText: (chosen: { readonly fieldId: FieldId | undefined; readonly modelIds: Iterable<ModelId> }): string =>
      chosen.fieldId ? copyFields(reader(), [chosen.fieldId]) : copyModels(reader(), chosen.modelIds),
    paste: (copied: Copied, modelId: ModelId | undefined) => {
      if (copied.quintet === "fields" && modelId === undefined) {
        notifications.show({ message: "Choose the model that the copied field goes to, then paste again." });
        return;
      }
      const command = paste(reader(), { copied, ...(modelId ? { modelId } : {}) }, randomBytes);
      if (!apply(command)) return;
      const [field] = command.fieldIds;
      const [model] = command.modelIds;
      if (model) select({ modelId: model });
      else if (field) select({ modelId, fieldId: field });
      if (command.leftOut.length > 0) notifications.show({ message: command.leftOut.join(" ") });
    },
  };
}
