import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { CallResult } from "#contract/call";
import { tryForm } from "#contract/http/forms";
import { assertNever } from "#engine/assert-never";
import type { GroupId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormRecord } from "#engine/definition/records/form";
import { fieldsOfRow } from "#engine/forms/form-lines";
import { formOfRecord } from "#engine/forms/form-of-record";
import type { FormField, FormLines } from "#engine/forms/form-plan";
import { call } from "../../api/client.ts";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { DeskSection } from "./DeskSection.tsx";
import classes from "./forms.module.css";

type Answer = CallResult<typeof tryForm>;

/** Sends the published form as somebody and keeps nothing: what would be written, or what is wrong where. */
export function TryForm({ form }: { readonly form: FormRecord }) {
  const reader = useReader();
  const app = useApp();
  const may = useMay();
  const [as, setAs] = useState("anonymous");
  const [rowId, setRowId] = useState("");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [added, setAdded] = useState<Readonly<Record<string, number>>>({});
  const plan = formOfRecord(reader, form);
  const fields = (plan?.fields ?? []).filter(({ isReadOnly }) => !isReadOnly);
  const lines = (plan?.lines ?? []).map((each) => ({ ...each, rows: newRows(each, added[each.name] ?? 0) }));
  const inputs = [...fields, ...lines.flatMap(({ rows }) => rows.flatMap((row) => row.fields))];
  const input = (field: FormField, label = field.label) => (
    <TextInput
      key={field.name}
      label={label}
      value={typed[field.name] ?? startOf(field)}
      error={errors.get(field.name)}
      onChange={(event) => setTyped({ ...typed, [field.name]: event.currentTarget.value })}
    />
  );
  const trial = useMutation({
    mutationFn: () =>
      call(tryForm, {
        params: { appId: app.id, formId: form.id },
        body: {
          as: senderOf(as),
          ...(form.action === "create" ? {} : { rowId }),
          values: inputs.map((field): [string, string] => [field.name, typed[field.name] ?? startOf(field)]),
        },
      }),
  });
  const answer = trial.data;
  const errors = errorsOf(answer);
  if (!may("writeRows")) return null;
  return (
    <DeskSection title="Try it" about="The published form is sent, and nothing is kept: no row, no mail.">
      <form
        className={classes.choices}
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate();
        }}
      >
        <SentBySelect as={as} onChoose={setAs} />
        {form.action !== "create" && (
          <TextInput
            label="Number of the row"
            value={rowId}
            onChange={(event) => setRowId(event.currentTarget.value.trim())}
          />
        )}
        {fields.map((field) => input(field))}
        {lines.map(({ name, label, rowLabel, max, rows }) => (
          <fieldset key={name} className={classes.triedLines}>
            <legend>{label}</legend>
            {rows.map((row, index) =>
              row.fields.map((field) => input(field, `${rowLabel} ${index + 1}: ${field.label}`)),
            )}
            <Button
              variant="default"
              size="xs"
              className={classes.start ?? ""}
              disabled={rows.length >= max}
              onClick={() => setAdded({ ...added, [name]: (added[name] ?? 0) + 1 })}
            >
              Add {rowLabel.toLowerCase()}
            </Button>
          </fieldset>
        ))}
        <Button type="submit" variant="default" className={classes.start ?? ""} loading={trial.isPending}>
          Try it
        </Button>
        <div role="status">
          {trial.isError && <p>{trial.error.message}</p>}
          {answer && <Outcome reader={reader} form={form} answer={answer} />}
        </div>
      </form>
    </DeskSection>
  );
}

/** The new rows of lines that are tried: those that the form begins with, and more. */
const newRows = (lines: FormLines, added: number) =>
  Array.from({ length: Math.min(lines.max, Math.max(lines.min, lines.blank) + added) }, (_, index) => {
    const id = `n${index + 1}`;
    return { id, fields: fieldsOfRow(lines, { id, isDeleted: false }).filter(({ isReadOnly }) => !isReadOnly) };
  });

/** A row of lines in which only this stands is an empty one, as in the form itself. */
const startOf = ({ line, default: start }: FormField): string => (line && start != null ? String(start) : "");

/** Who sends the form, from `anonymous`, `builder` or the id of a group. */
const senderOf = (as: string) =>
  as === "anonymous" || as === "builder"
    ? ({ kind: as } as const)
    : ({ kind: "group", groupId: as as GroupId } as const);

/** What is wrong at which field, by the name of the field. */
const errorsOf = (answer: Answer | undefined): ReadonlyMap<string, string> =>
  new Map(answer?.outcome === "refused" ? answer.errors.map(({ name, message }) => [name, message] as const) : []);

function SentBySelect({ as, onChoose }: { readonly as: string; readonly onChoose: (as: string) => void }) {
  const reader = useReader();
  return (
    <PlainSelect label="Sent by" value={as} onChange={(event) => onChoose(event.currentTarget.value)}>
      <option value="anonymous">A visitor</option>
      <option value="builder">You</option>
      {reader.groups.map((group) => (
        <option key={group.id} value={group.id}>
          Group {group.label}
        </option>
      ))}
    </PlainSelect>
  );
}

function Outcome(props: { readonly reader: DefinitionReader; readonly form: FormRecord; readonly answer: Answer }) {
  const { reader, form, answer } = props;
  switch (answer.outcome) {
    case "notPublished":
      return <p>This form is not published yet. Publish it, then try it.</p>;
    case "closed":
      return <p>The rules do not let them send this form.</p>;
    case "absent":
      return <p>There is no such row that they may read.</p>;
    case "refused":
      return (
        <>
          <p>It would be refused{answer.errors.length > 0 ? ", for what is said at its fields" : ""}.</p>
          {answer.problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </>
      );
    case "written": {
      const { values } = answer;
      const labels = new Map(reader.fields(form.modelId).map(({ name, label }) => [name, label]));
      if (!values) return <p>It would be written. They may not read the row, so it is not shown.</p>;
      return (
        <>
          <p>This would be written:</p>
          <dl className={classes.facts}>
            {Object.entries(values)
              .filter(([name]) => labels.has(name))
              .map(([name, value]) => (
                <div key={name}>
                  <dt>{labels.get(name)}</dt>
                  <dd>{value === null ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>
                </div>
              ))}
          </dl>
        </>
      );
    }
    default:
      return assertNever(answer);
  }
}
