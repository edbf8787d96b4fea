import { TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import type { ModelId } from "#engine/definition/ids";
import { addMail } from "#engine/edits/commands/mails";
import { randomBytes } from "../../api/random.ts";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ShortForm } from "../../components/ShortForm.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import classes from "./mail.module.css";

/** Adds a mail of the builder's, and opens it. */
export function NewMail({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const aboutId = useId();
  const [label, setLabel] = useState("");
  const [modelId, setModelId] = useState("");
  const add = () => {
    const about = modelId === "" ? {} : { modelId: modelId as ModelId };
    const command = addMail(reader, { label: label.trim(), ...about }, randomBytes);
    if (!apply(command)) return;
    onClose();
    void navigate(`/apps/${app.id}/mail?mail=${command.mailId}`);
  };
  return (
    <div className={classes.adding}>
      <ShortForm
        layout="column"
        label="New mail"
        submitLabel="Add mail"
        isBusy={false}
        error={undefined}
        onSubmit={add}
        onLeave={onClose}
      >
        <TextInput
          label="Name"
          required
          maxLength={100}
          autoFocus
          placeholder="Your order is on its way"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <label htmlFor={aboutId}>It is about</label>
        <PlainSelect id={aboutId} value={modelId} onChange={(event) => setModelId(event.currentTarget.value)}>
          <option value="">no row</option>
          {reader.models.map((model) => (
            <option key={model.id} value={model.id}>
              a row of {model.label}
            </option>
          ))}
        </PlainSelect>
      </ShortForm>
    </div>
  );
}
