import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { identifierProblem } from "#engine/definition/identifiers";
import type { TemplateId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { renameField } from "#engine/edits/commands/fields";
import { renameQuery } from "#engine/edits/commands/queries";
import { renameRoute, renameTemplate } from "#engine/edits/commands/routes";
import { renameBlock } from "#engine/edits/commands/templates";
import type { WordTarget } from "#engine/views/assist/describe-template";
import { useFormRefusal } from "../../components/use-form-refusal.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { templateNameProblem } from "./template-names.ts";
import classes from "./templates.module.css";

interface Renaming {
  readonly title: string;
  readonly name: string;
  readonly reach: string;
  readonly problem: (name: string) => string | undefined;
  readonly command: (name: string) => Parameters<ReturnType<typeof useDraft>["attempt"]>[0];
}

/** Renames what a word of a template means, wherever it is named: one edit. */
export function RenameWord(props: {
  readonly target: WordTarget;
  readonly templateId: TemplateId | undefined;
  readonly onClose: () => void;
}) {
  const { reader, attempt } = useDraft();
  const renaming = renamingOf(reader, props.target, props.templateId);
  const [typed, setTyped] = useState<string>();
  const refusal = useFormRefusal();
  if (!renaming) return null;
  const name = typed ?? renaming.name;
  return (
    <Modal opened onClose={props.onClose} title={renaming.title}>
      <form
        ref={refusal.form}
        className={classes.renameWord}
        onSubmit={(event) => {
          event.preventDefault();
          const next = name.trim();
          const wrong =
            next === renaming.name ? undefined : (renaming.problem(next) ?? attempt(renaming.command(next)));
          refusal.show(wrong === undefined ? undefined : { message: wrong });
          if (wrong === undefined) props.onClose();
        }}
      >
        <TextInput
          label="Name"
          description={renaming.reach}
          classNames={{ input: classes.nameInput ?? "" }}
          value={name}
          error={refusal.of()}
          spellCheck={false}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            refusal.clear();
            setTyped(event.currentTarget.value);
          }}
        />
        <Button type="submit">Rename</Button>
      </form>
    </Modal>
  );
}

function renamingOf(
  reader: DefinitionReader,
  target: WordTarget,
  templateId: TemplateId | undefined,
): Renaming | undefined {
  switch (target.kind) {
    case "field": {
      const field = reader.field(target.fieldId);
      return (
        field && {
          title: `Rename the field ${field.label}`,
          name: field.name,
          reach: "Templates, rules and titles follow. In the API it is called so too.",
          problem: (name) =>
            identifierProblem(name) ??
            (reader.fields(field.modelId).some((other) => other.name === name) ? "There is such a field." : undefined),
          command: (name) => renameField(reader, { fieldId: field.id, name }),
        }
      );
    }
    case "route": {
      const route = reader.routes.find(({ id }) => id === target.routeId);
      return (
        route && {
          title: `Rename the route ${route.path}`,
          name: route.name,
          reach: "Templates that link to it follow. Its address stays.",
          problem: (name) =>
            identifierProblem(name) ??
            (reader.routes.some((other) => other.name === name) ? "There is such a route." : undefined),
          command: (name) => renameRoute(reader, { routeId: route.id, name }),
        }
      );
    }
    case "query": {
      const query = reader.ofKind("query").find(({ id }) => id === target.queryId);
      return (
        query && {
          title: `Rename the query ${query.label}`,
          name: query.name,
          reach: "Templates that show it follow.",
          problem: (name) =>
            identifierProblem(name) ??
            (reader.ofKind("query").some((other) => other.name === name) ? "There is such a query." : undefined),
          command: (name) => renameQuery(reader, { queryId: query.id, name }),
        }
      );
    }
    case "template": {
      const template = reader.templateByName(target.name);
      if (!template || template.name.startsWith("_")) return undefined;
      return {
        title: `Rename the template ${template.name}`,
        name: template.name,
        reach: "Templates that include or extend it follow.",
        problem: (name) => templateNameProblem(reader, name, template.id),
        command: (name) => renameTemplate(reader, { templateId: template.id, name }),
      };
    }
    case "block":
      return templateId === undefined
        ? undefined
        : {
            title: `Rename the block ${target.name}`,
            name: target.name,
            reach: "Layouts and templates that fill it follow.",
            problem: (name) =>
              /^[A-Za-z_]\w*$/.test(name) ? undefined : "A block is called by one word of letters, digits and _.",
            command: (name) => renameBlock(reader, { templateId, name: target.name, to: name }),
          };
  }
}
