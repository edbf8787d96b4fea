import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ModelRecord } from "#engine/definition/records/model";
import { usersModelOf } from "#engine/definition/users";
import { addWriterField, writerField } from "#engine/edits/commands/writer-fields";
import { type WriterPart, writerParts, writerWords } from "#engine/field-types/relation";
import { randomBytes } from "../../../api/random.ts";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./inspector.module.css";

/** In an app with users: adds the fields that say who made a row and who changed it last, those that are not there yet. */
export function WriterFields({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const place = useModelsPlace();
  const missing = usersModelOf(reader) ? writerParts.filter((part) => !writerField(reader, model.id, part)) : [];
  if (missing.length === 0) return null;
  const add = (part: WriterPart) => {
    const command = addWriterField(reader, { modelId: model.id, part }, randomBytes);
    if (!command) return;
    apply(command);
    place.select({ modelId: model.id, fieldId: command.fieldId });
  };
  return (
    <FieldRow label="Who wrote a row" help="Fields that are filled with the user who makes or changes a row.">
      <div className={classes.adders}>
        {missing.map((part) => (
          <Button
            key={part}
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} stroke={1.5} aria-hidden="true" />}
            onClick={() => add(part)}
          >
            {writerWords[part].label}
          </Button>
        ))}
      </div>
    </FieldRow>
  );
}
