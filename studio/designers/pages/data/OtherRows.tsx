import { TextInput } from "@mantine/core";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { pluralOf } from "#engine/view-types/model-labels";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { type QueryChoice, QueryFields } from "./QueryFields.tsx";

interface Props {
  readonly reader: DefinitionReader;
  readonly model: ModelRecord | undefined;
  /** The rows are counted. */
  readonly isNumber: boolean;
  readonly choice: QueryChoice;
  readonly name: string;
  readonly passed: (field: FieldRecord) => string | undefined;
  readonly onModel: (modelId: ModelId) => void;
  readonly onChoice: (change: Partial<QueryChoice>) => void;
  readonly onName: (name: string) => void;
}

/** The model, the conditions and the name of a query that is made with the part that shows it. */
export function OtherRows({ reader, model, isNumber, choice, name, passed, onModel, onChoice, onName }: Props) {
  return (
    <>
      <PlainSelect
        label="Model"
        value={model?.id ?? ""}
        data-autofocus
        onChange={(event) => onModel(event.currentTarget.value as ModelId)}
      >
        {reader.models.map((one) => (
          <option key={one.id} value={one.id}>
            {pluralOf(one)}
          </option>
        ))}
      </PlainSelect>
      {model && (
        <QueryFields
          key={model.id}
          reader={reader}
          modelId={model.id}
          result={isNumber ? "count" : "list"}
          value={choice}
          passed={passed}
          onChange={onChoice}
        />
      )}
      <TextInput
        size="xs"
        label="Name of the query"
        description="Under this name it can be changed later, and shown on other pages."
        value={name}
        maxLength={200}
        onChange={(event) => onName(event.currentTarget.value)}
      />
    </>
  );
}
