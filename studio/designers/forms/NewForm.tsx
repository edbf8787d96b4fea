import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import type { ModelRecord } from "#engine/definition/records/model";
import { makeForm } from "#engine/edits/commands/forms";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useFormPlace } from "./use-form-place.ts";

/** Adds a form that makes a row of a model, or changes one. */
export function NewForm() {
  const { reader, apply } = useDraft();
  const { open } = useFormPlace();
  const add = (model: ModelRecord, action: "create" | "update") => {
    const command = makeForm(reader, { modelId: model.id, action }, randomBytes);
    if (apply(command)) open(command.formId);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
        >
          New form
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
        <Menu.Label>What is sent becomes a new</Menu.Label>
        {reader.models.map((model) => (
          <Menu.Item key={model.id} onClick={() => add(model, "create")}>
            {model.label}
          </Menu.Item>
        ))}
        {reader.models.length === 0 && <Menu.Item disabled>Draw a model first</Menu.Item>}
        <Menu.Divider />
        <Menu.Label>What is sent changes one</Menu.Label>
        {reader.models.map((model) => (
          <Menu.Item key={model.id} onClick={() => add(model, "update")}>
            {model.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
