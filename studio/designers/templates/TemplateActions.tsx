import { Button, Menu, Popover, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { RouteRecord } from "#engine/definition/records/route";
import type { TemplateRecord } from "#engine/definition/records/template";
import { renameTemplate } from "#engine/edits/commands/routes";
import { deleteTemplate, duplicateTemplate } from "#engine/edits/commands/templates";
import { duplicatePage } from "#engine/page-starts/add-page";
import { BASE_TEMPLATE } from "#engine/views/view-templates";
import { randomBytes } from "../../api/random.ts";
import { useFormRefusal } from "../../components/use-form-refusal.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { templateNameProblem } from "./template-names.ts";
import classes from "./templates.module.css";

/** Rename, duplicate, delete: edits of the draft, so undo takes them back. */
export function TemplateActions(props: {
  readonly template: TemplateRecord;
  /** The page that shows it as its own. */
  readonly page: RouteRecord | undefined;
}) {
  const { template, page } = props;
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const isBase = template.name === BASE_TEMPLATE;
  const duplicate = () => {
    const command = duplicateTemplate(reader, { templateId: template.id }, randomBytes);
    if (apply(command)) navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
  const remove = () => {
    const command = deleteTemplate(reader, { templateId: template.id });
    if (!apply(command)) return;
    navigate(`/apps/${app.id}/pages`);
    const [first, ...others] = command.stillNamedBy;
    if (first !== undefined) {
      notifications.show({
        title: `${template.name} is deleted`,
        message: `${first}${others.length > 0 ? ` and ${others.length} more` : ""} still use${others.length > 0 ? "" : "s"} it. Undo, or mend them before publishing.`,
      });
    }
  };
  return (
    <>
      {!isBase && <Rename key={template.name} template={template} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" aria-label={`More about ${template.name}`}>
            <IconDots size={16} stroke={1.5} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {page && <DuplicatePage page={page} />}
          <Menu.Item onClick={duplicate}>{page ? "Duplicate the template alone" : "Duplicate"}</Menu.Item>
          <Menu.Item color="red" onClick={remove}>
            {isBase ? "Delete, and use the built-in layout again" : "Delete"}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** Route and template under free names, as one step. */
export function DuplicatePage({ page }: { readonly page: RouteRecord }) {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const duplicate = () => {
    const copy = duplicatePage(reader, { routeId: page.id }, randomBytes);
    if (copy && apply(copy)) void navigate(`/apps/${app.id}/pages/${copy.templateId}`);
  };
  return <Menu.Item onClick={duplicate}>Duplicate page</Menu.Item>;
}

function Rename({ template }: { readonly template: TemplateRecord }) {
  const { reader, attempt } = useDraft();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(template.name);
  const refusal = useFormRefusal();
  const rename = () => {
    const next = name.trim();
    const wrong =
      templateNameProblem(reader, next, template.id) ??
      attempt(renameTemplate(reader, { templateId: template.id, name: next }));
    refusal.show(wrong === undefined ? undefined : { message: wrong });
    if (wrong === undefined) setOpen(false);
  };
  // Given up: the next time, it begins with the name that stands.
  const giveUp = () => {
    refusal.clear();
    setName(template.name);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} onClose={giveUp} trapFocus withRoles position="bottom-end">
      <Popover.Target>
        <Button variant="subtle" color="gray" onClick={() => setOpen(!isOpen)}>
          Rename
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          ref={refusal.form}
          className={classes.rename}
          onSubmit={(event) => {
            event.preventDefault();
            rename();
          }}
        >
          <TextInput
            label="Name"
            description="Templates that include or extend it follow."
            classNames={{ input: classes.nameInput ?? "" }}
            value={name}
            error={refusal.of()}
            spellCheck={false}
            data-autofocus
            onChange={(event) => {
              refusal.clear();
              setName(event.currentTarget.value);
            }}
          />
          <Button type="submit">Rename</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
