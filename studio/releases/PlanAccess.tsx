import { Button } from "@mantine/core";
import { useState } from "react";
import type { PlanReview } from "#contract/http/releases";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { audienceOf, describeAudience } from "#engine/edits/commands/access";
import { AccessEditor } from "./AccessEditor.tsx";
import classes from "./publish-panel.module.css";

export interface PlanAccessProps {
  readonly plan: PlanReview;
  readonly reader: DefinitionReader;
  /** Models whose access is asked here; none for a rollback. */
  readonly askAccessOf: readonly ModelRecord[];
  /** Models whose access can be changed after asking for it. */
  readonly otherModels: readonly ModelRecord[];
}

/** Who may do what after the plan: asked of new models, said of changed ones, changed on request of the others. */
export function PlanAccess(props: PlanAccessProps) {
  const { plan, reader } = props;
  return (
    <>
      {props.askAccessOf.map((model) => (
        <AccessEditor key={model.id} model={model} />
      ))}
      <AccessChanges
        plan={plan}
        reader={reader}
        askedModels={new Set(props.askAccessOf.map((model) => model.id as string))}
      />
      {props.otherModels.length > 0 && <ChangeAccess models={props.otherModels} />}
    </>
  );
}

function AccessChanges(props: {
  readonly plan: PlanReview;
  readonly reader: DefinitionReader;
  readonly askedModels: ReadonlySet<string>;
}) {
  const { plan, reader, askedModels } = props;
  const changes = plan.access.filter((change) => change.before !== change.after && !askedModels.has(change.modelId));
  if (changes.length === 0) {
    return askedModels.size === 0 ? <p className={classes.quiet}>No change. {whoReadsWords(reader)}</p> : null;
  }
  return (
    <ul className={classes.sentences}>
      {changes.map((change) => (
        <li key={change.modelId + change.action}>
          {capital(actionLabels[change.action])} {change.modelLabel}: {change.after}
          <span className={classes.quiet}> (was {change.before})</span>
          {change.widens && <span className={classes.widens}>opens it</span>}
        </li>
      ))}
    </ul>
  );
}

/** "Anyone on the internet can read Movies. Only builders can read Authors." */
function whoReadsWords(reader: DefinitionReader): string {
  const models = new Map<string, string[]>();
  for (const model of reader.models) {
    const audience = describeAudience(reader, audienceOf(reader, reader.rule(model.id, "read")));
    models.set(audience, [...(models.get(audience) ?? []), model.pluralLabel ?? model.label]);
  }
  return [...models]
    .map(
      ([audience, names]) =>
        `${capital(audience)} can read ${names.slice(0, 6).join(", ")}${names.length > 6 ? ` and ${names.length - 6} more` : ""}.`,
    )
    .join(" ");
}

const actionLabels = { read: "read", create: "add", update: "change", delete: "delete" } as const;
const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

function ChangeAccess({ models }: { readonly models: readonly ModelRecord[] }) {
  const [chosen, setChosen] = useState<string>();
  const model = models.find((each) => each.id === chosen);
  return (
    <>
      {model && <AccessEditor model={model} />}
      <div className={classes.changeAccess}>
        {models.slice(0, 12).map((each) => (
          <Button
            key={each.id}
            size="xs"
            variant="subtle"
            color="gray"
            aria-pressed={each.id === chosen}
            onClick={() => setChosen(each.id === chosen ? undefined : each.id)}
          >
            Change who may use {each.pluralLabel ?? each.label}
          </Button>
        ))}
      </div>
    </>
  );
}
