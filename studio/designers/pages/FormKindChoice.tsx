import { Radio } from "@mantine/core";
import type { ModelId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import classes from "./pages.module.css";

export type FormKind = "messages" | "create" | "update" | "own" | "named";

interface Props {
  readonly kind: FormKind;
  readonly models: readonly ModelRecord[];
  /** The form that the page has by itself. */
  readonly own: object | undefined;
  /** The model of a page of one row. */
  readonly row: ModelRecord | undefined;
  readonly named: readonly { readonly name: string; readonly label: string }[];
  readonly name: string | undefined;
  readonly modelId: ModelId | undefined;
  readonly setKind: (kind: FormKind) => void;
  readonly setName: (name: string) => void;
  readonly setModelId: (modelId: ModelId) => void;
}

/** What happens with what is sent, and of which model or by which form. */
export function FormKindChoice({ kind, models, own, row, named, setKind, ...rest }: Props) {
  return (
    <Radio.Group
      aria-label="What happens with what is sent?"
      value={kind}
      onChange={(value) => setKind(value as FormKind)}
    >
      <div className={classes.askForm}>
        {own && <Radio value="own" label="What this page does" description="The form that the page has by itself." />}
        <Radio
          value="messages"
          label="It becomes a message to you"
          description="A new model Messages with name, email and text; you read them under Data."
        />
        <Radio value="create" label="It becomes a new row" disabled={models.length === 0} />
        {kind === "create" && (
          <PlainSelect
            label="A new row of"
            value={rest.modelId}
            onChange={(event) => rest.setModelId(event.currentTarget.value as ModelId)}
          >
            {models.map((model) => (
              <option key={model.id} value={model.id}>
                {model.label}
              </option>
            ))}
          </PlainSelect>
        )}
        {row && <Radio value="update" label={`It changes the ${row.label} of this page`} />}
        {named.length > 0 && <Radio value="named" label="A form that is there already" />}
        {kind === "named" && (
          <PlainSelect label="Form" value={rest.name} onChange={(event) => rest.setName(event.currentTarget.value)}>
            {named.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </PlainSelect>
        )}
      </div>
    </Radio.Group>
  );
}
