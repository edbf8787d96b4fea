import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import type { ModelRecord } from "#engine/definition/records/model";
import { modelsForEveryone } from "#engine/edits/commands/site-files";
import { useReader } from "../../draft-session/react/use-draft.ts";

/** Adds pages of a model, which are then chosen, or a page from a template. */
export function AddPages(props: {
  readonly onModel: (model: ModelRecord) => void;
  readonly onTemplate: () => void;
  readonly onRedirect: () => void;
  readonly onFlow: () => void;
  /** Without a model: robots.txt. */
  readonly onFile: (model: ModelRecord | undefined, file: "feed" | "sitemap") => void;
  readonly onGroup: () => void;
}) {
  const reader = useReader();
  const readable = modelsForEveryone(reader);
  const hasRobots = reader.routes.some(({ path }) => path === "/robots.txt");
  // From the next steps after publishing.
  const [parameters] = useSearchParams();
  return (
    <Menu position="bottom-end" width={280} defaultOpened={parameters.has("new")}>
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
        <Menu.Item onClick={props.onRedirect}>A redirect</Menu.Item>
        <Menu.Item onClick={props.onFlow}>An address that a flow answers</Menu.Item>
        <Menu.Item onClick={props.onGroup}>A group of routes</Menu.Item>
        <Menu.Divider />
        <Menu.Label>For feed readers and search engines</Menu.Label>
        {readable.flatMap((model) => [
          <Menu.Item key={`${model.id} feed`} onClick={() => props.onFile(model, "feed")}>
            Feed of {model.pluralLabel ?? model.label}
          </Menu.Item>,
          <Menu.Item key={`${model.id} sitemap`} onClick={() => props.onFile(model, "sitemap")}>
            Sitemap of {model.pluralLabel ?? model.label}
          </Menu.Item>,
        ])}
        {readable.length === 0 && (
          <Menu.Item disabled>Feeds need rows that anyone may read, and a page for each</Menu.Item>
        )}
        <Menu.Item disabled={hasRobots} onClick={() => props.onFile(undefined, "sitemap")}>
          robots.txt
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
