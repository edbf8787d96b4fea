import { useState } from "react";
import type { PlanReview } from "#contract/http/releases";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { audienceOfAction, describeAudience } from "#engine/edits/commands/access";
import { modelsWithAnException } from "#engine/edits/commands/app-audience";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { useReader } from "../draft-session/react/use-draft.ts";
import { AccessEditor } from "./AccessEditor.tsx";
import { AudienceOfApp } from "./AudienceOfApp.tsx";
import classes from "./publish-panel.module.css";

export interface PlanAccessProps {
  readonly plan: PlanReview;
  readonly reader: DefinitionReader;
  /** Models that are not live yet; none for a rollback. */
  readonly askAccessOf: readonly ModelRecord[];
  /** Models that are live. */
  readonly otherModels: readonly ModelRecord[];
}

/** Who the app is for, who may do what after the plan, and exceptions of single models. */
export function PlanAccess(props: PlanAccessProps) {
  const { plan, reader, askAccessOf, otherModels } = props;
  const isFirst = otherModels.length === 0;
  const isAsked = reader.definition.settings.audience === undefined;
  return (
    <>
      {askAccessOf.length + otherModels.length > 0 && <AudienceOfApp isOpen={isFirst || isAsked} />}
      {/* What a new model of a live app opens is seen before it is open. */}
      {!isFirst && askAccessOf.slice(0, 20).map((model) => <AccessEditor key={model.id} model={model} />)}
      <AccessChanges
        plan={plan}
        reader={reader}
        askedModels={new Set(askAccessOf.map((model) => model.id as string))}
      />
      {isFirst ? <Exceptions models={askAccessOf} /> : <Exceptions models={otherModels} />}
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
        <li key={`${change.modelId} ${change.field?.id} ${change.action}`}>
          {capital(actionLabels[change.action])} {change.field ? `${change.field.label} of ` : ""}
          {change.modelLabel}: {change.after}
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
    const audience = describeAudience(reader, audienceOfAction(reader, model.id, "read"));
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

/** Models that others may read than the app is for, and the way to make one so, or to say who may write. */
function Exceptions({ models }: { readonly models: readonly ModelRecord[] }) {
  const reader = useReader();
  const [chosen, setChosen] = useState<string>();
  if (models.length === 0) return null;
  const only = models.length === 1 ? models[0] : undefined;
  const model = only ?? models.find((each) => each.id === chosen);
  const exceptions = modelsWithAnException(reader);
  return (
    <details className={classes.exceptions}>
      <summary>Say it for single models, or say who may write</summary>
      {exceptions.length > 0 && reader.definition.settings.audience !== undefined && (
        <p className={classes.quiet}>
          Read by others than the app is for: {exceptions.slice(0, 12).map(nameOf).join(", ")}
          {exceptions.length > 12 ? ` and ${exceptions.length - 12} more` : ""}.
        </p>
      )}
      {only === undefined && (
        <PlainSelect
          size="sm"
          label="Model"
          labelAt="beside"
          value={chosen ?? ""}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          <option value="">Choose…</option>
          {models.map((each) => (
            <option key={each.id} value={each.id}>
              {nameOf(each)}
            </option>
          ))}
        </PlainSelect>
      )}
      {model && <AccessEditor model={model} />}
    </details>
  );
}

const nameOf = (model: ModelRecord): string => model.pluralLabel ?? model.label;
