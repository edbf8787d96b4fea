import type { TemplateId } from "#engine/definition/ids";
import type { EditedText } from "#engine/views/assist/names-at";
import type { ChosenTemplate } from "../templates/chosen-template.ts";

/** A template that is open in the editor, for questions about its names. */
export const editedText = (chosen: ChosenTemplate, source: string): EditedText =>
  chosen.kind === "own"
    ? { id: chosen.template.id, source }
    : { id: NO_RECORD, name: chosen.name, source, standsInFor: chosen.route?.id };

const NO_RECORD = "tpl_none" as TemplateId;
