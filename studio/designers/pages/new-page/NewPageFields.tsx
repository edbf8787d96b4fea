import { TextInput } from "@mantine/core";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import classes from "./new-page.module.css";
import type { NewPage } from "./use-new-page.ts";

/** What a new page is called, where it is, and the model whose rows it shows. */
export function NewPageFields({ page }: { readonly page: NewPage }) {
  const { start, refusal } = page;
  const { models } = page.reader;
  return (
    <div className={classes.fields}>
      <TextInput
        label="Name"
        description="What people read in the menu and above the page."
        value={page.label}
        maxLength={100}
        required
        data-autofocus
        onChange={(event) => page.setLabel(event.currentTarget.value)}
      />
      <TextInput
        label="Address"
        description="Where the page is, after the address of the app."
        value={page.path}
        error={refusal.of()}
        spellCheck={false}
        onChange={(event) => {
          refusal.clear();
          page.setPath(event.currentTarget.value);
        }}
      />
      {start.rows && models.length > 0 && (
        <PlainSelect
          label={start.rows.question}
          value={page.modelId}
          onChange={(event) => page.setModelId(event.currentTarget.value)}
        >
          {start.rows.without !== undefined && <option value="">{start.rows.without}</option>}
          {models.map(({ id, label: name, pluralLabel }) => (
            <option key={id} value={id}>
              {pluralLabel ?? name}
            </option>
          ))}
        </PlainSelect>
      )}
    </div>
  );
}
