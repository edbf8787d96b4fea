import { Button, Checkbox, Modal } from "@mantine/core";
import { useState } from "react";
import { CONTACT_HEADING, formHeading, formSource } from "#engine/block-types/form";
import type { InsertContext } from "#engine/block-types/insert-context";
import type { ModelId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RouteRecord } from "#engine/definition/records/route";
import { type FormPurpose, formForPage } from "#engine/edits/commands/insert-form";
import type { EditOperation } from "#engine/edits/edit";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import { randomBytes } from "../../api/random.ts";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { type FormKind, FormKindChoice } from "./FormKindChoice.tsx";
import classes from "./pages.module.css";

/** A form that is inserted: its source, and the records that are made with it. */
export interface FormToInsert {
  readonly source: string;
  readonly label: string;
  readonly besides: readonly EditOperation[];
}

interface Props {
  readonly route: RouteRecord | undefined;
  readonly forms: InsertContext["forms"];
  readonly onInsert: (form: FormToInsert) => void;
  readonly onClose: () => void;
}

/** "What happens with what is sent?" A finished form follows, with its record, as one step. */
export function InsertForm({ route, forms, onInsert, onClose }: Props) {
  const reader = useReader();
  const row = route && viewTypeOf(route.view)?.rows?.count === "one" ? modelOfView(reader, route.view) : undefined;
  const own = forms.find(({ name }) => name === undefined);
  const named = forms.flatMap(({ name, label }) => (name === undefined ? [] : [{ name, label }]));
  const [kind, setKind] = useState<FormKind>(own ? "own" : "messages");
  const [modelId, setModelId] = useState<ModelId | undefined>(reader.models[0]?.id);
  const [name, setName] = useState(named[0]?.name);
  const [isForAnyone, setForAnyone] = useState(false);
  const purpose = purposeOf(kind, { modelId, row });
  const insert = () => {
    if (kind === "own") onInsert({ source: formSource(undefined), label: "Insert form", besides: [] });
    else if (kind === "named") onInsert({ source: formSource(name), label: "Insert form", besides: [] });
    else if (purpose) {
      const command = formForPage(reader, { purpose, isForAnyone }, randomBytes);
      const source = formSource(command.name, headingOf(purpose, command.formLabel));
      onInsert({ source, label: command.label, besides: command.operations });
    }
  };
  return (
    <Modal opened onClose={onClose} title="What happens with what is sent?" centered>
      <form
        className={classes.askForm}
        onSubmit={(event) => {
          event.preventDefault();
          insert();
        }}
      >
        <FormKindChoice
          {...{ kind, own, row, named, name, modelId, setKind, setName, setModelId }}
          models={reader.models}
        />
        {purpose && (
          <Checkbox
            label="Anyone may send it, through this form only"
            description="Otherwise the model's rules say who may: for a new model, nobody yet."
            checked={isForAnyone}
            onChange={(event) => setForAnyone(event.currentTarget.checked)}
          />
        )}
        <div className={classes.askActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" data-autofocus>
            Insert form
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function headingOf({ kind }: FormPurpose, label: string): string {
  if (kind === "messages") return CONTACT_HEADING;
  return kind === "create" ? formHeading(label) : "";
}

/** What a form that is made now is for; undefined for a form that is there already. */
function purposeOf(
  kind: FormKind,
  { modelId, row }: { readonly modelId: ModelId | undefined; readonly row: ModelRecord | undefined },
): FormPurpose | undefined {
  if (kind === "messages") return { kind };
  if (kind === "create") return modelId && { kind, modelId };
  return kind === "update" && row ? { kind, modelId: row.id } : undefined;
}
