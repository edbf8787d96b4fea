import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import type { ModelRecord } from "#engine/definition/records/model";
import { useReader } from "../../draft-session/react/use-draft.ts";

/** Adds pages of a model, which are then chosen, or a page from a template. */
export function AddPages(props: { readonly onModel: (model: ModelRecord) => void; readonly onTemplate: () => void }) {
  const reader = useReader();
  // From the next steps after publishing.
  const [parameters] = useSearchParams();
  return (
    <Menu position="bottom-end" defaultOpened={parameters.has("new")}>
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
        >
          Add pages
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>List, detail, new, edit and delete pages of</Menu.Label>
        {reader.models.map((model) => (
          <Menu.Item key={model.id} onClick={() => props.onModel(model)}>
            {model.pluralLabel ?? model.label}
          </Menu.Item>
        ))}
        {reader.models.length === 0 && <Menu.Item disabled>Draw a model first</Menu.Item>}
        <Menu.Divider />
        <Menu.Item disabled={reader.templates.length === 0} onClick={props.onTemplate}>
          A page from a template
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
