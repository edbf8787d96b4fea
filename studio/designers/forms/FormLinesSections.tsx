import { Button } from "@mantine/core";
import { IconAdjustments, IconPlus } from "@tabler/icons-react";
import type { FormFieldId } from "#engine/definition/ids";
import type { FormLinesRecord, FormRecord } from "#engine/definition/records/form";
import { addFormLines, formLinesLabel } from "#engine/edits/commands/form-lines";
import { ownedLists } from "#engine/forms/derive-form";
import { listLabel } from "#engine/forms/linked-lists";
import { randomBytes } from "../../api/random.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useDraft, useProblemsOf, useReader } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import { DeskSection } from "./DeskSection.tsx";
import { FieldOrder } from "./FormFields.tsx";
import classes from "./forms.module.css";
import type { FormPlace } from "./use-form-place.ts";

interface Props {
  readonly form: FormRecord;
  readonly place: FormPlace;
  readonly chosenId: FormFieldId | undefined;
}

/** The lines of a form, each with its fields, and the lists of rows that could be lines too. */
export function FormLinesSections({ form, place, chosenId }: Props) {
  const { reader, apply } = useDraft();
  const canEdit = useMay()("edit");
  const lines = reader.formLines(form.id);
  const shown = new Set(lines.map(({ relationFieldId }) => relationFieldId));
  const others = ownedLists(reader, form.modelId).filter(({ via }) => !shown.has(via.id));
  return (
    <>
      {lines.map((one) => (
        <LinesSection key={one.id} form={form} lines={one} place={place} chosenId={chosenId} />
      ))}
      {canEdit && others.length > 0 && (
        <DeskSection title="Lines" about="Rows that belong to the row, filled in and saved together with it.">
          <div className={classes.unused}>
            {others.map((collection) => (
              <Button
                key={collection.via.id}
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
                onClick={() => {
                  const command = addFormLines(
                    reader,
                    { formId: form.id, relationFieldId: collection.via.id },
                    randomBytes,
                  );
                  if (apply(command)) place.chooseLines(command.linesId);
                }}
              >
                Add {listLabel(collection)}
              </Button>
            ))}
          </div>
        </DeskSection>
      )}
    </>
  );
}

function LinesSection({ form, lines, place, chosenId }: Props & { readonly lines: FormLinesRecord }) {
  const reader = useReader();
  const problems = useProblemsOf(lines.id);
  const label = formLinesLabel(reader, lines);
  return (
    <DeskSection title={label} about={`The fields of each row. ${countWords(lines)}`}>
      {problems.map((problem) => (
        <ProblemNote key={problem.code + problem.message} problem={problem} />
      ))}
      <FieldOrder form={form} lines={lines} chosenId={chosenId} onChoose={place.choose} />
      <div>
        <Button
          size="xs"
          variant={place.linesId === lines.id ? "light" : "default"}
          leftSection={<IconAdjustments size={14} stroke={1.5} aria-hidden />}
          onClick={() => place.chooseLines(lines.id)}
        >
          Rows of {label}
        </Button>
      </div>
    </DeskSection>
  );
}

/** "1 to 10 rows, none can be removed." */
function countWords({ min, max, canAdd, canDelete }: FormLinesRecord): string {
  const limits = [...(canAdd ? [] : ["none can be added"]), ...(canDelete ? [] : ["none can be removed"])];
  return `${[`${min === 0 ? "Up" : min} to ${max} rows`, ...limits].join(", ")}.`;
}
