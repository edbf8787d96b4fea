import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { FormRecord } from "#engine/definition/records/form";
import { audienceOfAction } from "#engine/edits/commands/access";
import { admitByForm, isAdmittedByForm } from "#engine/edits/commands/form-senders";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../navigation/record-address.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { audienceLabel } from "../routes/route-labels.ts";
import { DeskSection } from "./DeskSection.tsx";
import classes from "./forms.module.css";

const verbs = { create: "add", update: "change", delete: "delete" } as const;

/** The model's rule in words, and one click that lets anyone send this form without opening anything else. */
export function WhoMaySend({ form }: { readonly form: FormRecord }) {
  const app = useApp();
  const { reader, apply } = useDraft();
  const canEdit = useMay()("edit");
  const [isAsking, setAsking] = useState(false);
  const rule = reader.rule(form.modelId, form.action);
  const model = reader.model(form.modelId);
  const plural = model?.pluralLabel ?? model?.label ?? "rows";
  const verb = verbs[form.action];
  const ofForm = `request.form == ${JSON.stringify(form.name)}`;
  const isOnlyByForm = rule?.expression.trim() === ofForm && reader.grants(form.modelId, form.action).length === 1;
  const isAdmitted = isAdmittedByForm(reader, form.id);
  const words = isOnlyByForm
    ? `Anyone may ${verb} ${plural} through this form, and through nothing else.`
    : `${audienceLabel(reader, audienceOfAction(reader, form.modelId, form.action))} may ${verb} ${plural}, with this form too.`;
  const ruleAddress = placeOfRecord({ reader, appId: app.id, recordId: form.modelId, property: `rule.${form.action}` });
  return (
    <DeskSection title="Who may send it">
      <p>
        {words} <Link to={ruleAddress}>Change the rule</Link>
      </p>
      {canEdit && !isAdmitted && (
        <Button variant="default" className={classes.start ?? ""} onClick={() => setAsking(true)}>
          Anyone, through this form only
        </Button>
      )}
      {isAsking && (
        <Modal opened onClose={() => setAsking(false)} title="Let anyone send this form?" centered>
          <div className={classes.dialog}>
            <p>
              Anyone on the internet may then {verb} {plural} by sending <strong>{form.label}</strong>: only the fields
              that it asks for, as often as its protection allows. The API and other forms stay as they are.
            </p>
            <p className={classes.help}>
              The rule of {model?.label} becomes{" "}
              <code>
                {rule && rule.expression.trim() !== "false" ? `(${rule.expression.trim()}) or ${ofForm}` : ofForm}
              </code>
              . Undo takes it back.
            </p>
            <div className={classes.dialogActions}>
              <Button variant="default" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button
                data-autofocus
                onClick={() => {
                  apply(admitByForm(reader, { formId: form.id }, randomBytes));
                  setAsking(false);
                }}
              >
                Let anyone send it
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </DeskSection>
  );
}
