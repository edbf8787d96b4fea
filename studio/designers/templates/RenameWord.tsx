import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { TemplateId } from "#engine/definition/ids";
import type { WordTarget } from "#engine/views/assist/describe-template";
import { useFormRefusal } from "../../components/use-form-refusal.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { renamingOf } from "./renaming-of.ts";
import classes from "./templates.module.css";

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
