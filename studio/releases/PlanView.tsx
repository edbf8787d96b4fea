import { Button } from "@mantine/core";
import { IconAlertTriangle, IconArrowUpRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { PlanAnswers, PlanReview, PlanStep } from "#contract/http/releases";
import type { AppId } from "#contract/platform-ids";
import type { FieldId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { audienceOf, describeAudience } from "#engine/edits/commands/access";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { placeOfRecord } from "../navigation/record-address.ts";
import { AccessEditor } from "./AccessEditor.tsx";
import { FillEditor } from "./FillEditor.tsx";
import classes from "./publish-panel.module.css";
import { mistakesOf } from "./use-plan.ts";

/** A plan in the five sections of the publish panel. Everything in it is the server's words but the questions' inputs. */
export function PlanView(props: {
  readonly plan: PlanReview;
  readonly appId: AppId;
  readonly reader: DefinitionReader;
  readonly answers: PlanAnswers;
  readonly onAnswer: (fieldId: string, answer: PlanAnswers[string] | undefined) => void;
  /** Models whose access is asked here; none for a rollback. */
  readonly askAccessOf: readonly ModelRecord[];
  /** Models whose access can be changed after asking for it. */
  readonly otherModels: readonly ModelRecord[];
}) {
  const { plan, reader } = props;
  const errors = mistakesOf(plan);
  const warnings = plan.problems.filter((problem) => problem.severity === "warning");

  return (
    <>
      {errors.length > 0 && (
        <section className={classes.problems} aria-label="Problems that block publishing">
          <h3 className={classes.problemsTitle}>
            {errors.length === 1 ? "One problem blocks publishing" : `${errors.length} problems block publishing`}
          </h3>
          {errors.map((problem) => (
            <div key={problem.code + problem.message} className={classes.problem}>
              <ProblemNote problem={problem} />
              {problem.recordId && (
                <Link
                  to={placeOfRecord({
                    reader,
                    appId: props.appId,
                    recordId: problem.recordId,
                    property: problem.property,
                    at: problem.at?.start,
                  })}
                  className={classes.goThere}
                >
                  go there
                </Link>
              )}
            </div>
          ))}
        </section>
      )}

      <Part title="For people">
        <Sentences of={plan.forPeople} otherwise="No page changes." />
      </Part>

      <Part title="For data">
        {plan.steps.length === 0 && (
          <p className={classes.quiet}>
            {errors.length > 0 ? "Worked out once nothing blocks publishing." : "No table changes."}
          </p>
        )}
        {/* Above the steps and not at one: an answer makes other steps, and must not take the input from under it. */}
        {plan.questions.map((question) => (
          <FillEditor
            key={question.fieldId}
            question={question}
            field={reader.field(question.fieldId as FieldId)}
            reader={reader}
            answer={props.answers[question.fieldId]}
            onAnswer={(answer) => props.onAnswer(question.fieldId, answer)}
          />
        ))}
        <ul className={classes.steps}>
          {plan.steps.map((step) => (
            <StepLine key={`${step.sign}${step.recordId ?? ""}${step.description}`} step={step} />
          ))}
        </ul>
      </Part>

      <Part title="For API clients">
        {plan.forApiClients.length === 0 ? (
          <p className={classes.quiet}>No change.</p>
        ) : (
          <ul className={classes.sentences}>
            {plan.forApiClients.map((each) => (
              <li key={each.message}>
                {each.message}
                {each.breaking && (
                  <span className={classes.breaking}>
                    <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> breaking
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Part>

      <Part title="Access">
        {props.askAccessOf.map((model) => (
          <AccessEditor key={model.id} model={model} />
        ))}
        <AccessChanges
          plan={plan}
          reader={reader}
          askedModels={new Set(props.askAccessOf.map((model) => model.id as string))}
        />
        {props.otherModels.length > 0 && <ChangeAccess models={props.otherModels} />}
      </Part>

      {warnings.length > 0 && (
        <Part title="Worth knowing">
          {warnings.map((problem) => (
            <ProblemNote key={problem.code + problem.message} problem={problem} />
          ))}
        </Part>
      )}
      <PlanDetails plan={plan} />
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3 className={classes.partTitle}>{title}</h3>
      <div className={classes.partBody}>{children}</div>
    </section>
  );
}

function Sentences({ of, otherwise }: { readonly of: readonly string[]; readonly otherwise: string }) {
  if (of.length === 0) return <p className={classes.quiet}>{otherwise}</p>;
  return (
    <ul className={classes.sentences}>
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

const signWords = { "+": "Added", "-": "Removed", "~": "Changed" } as const;

function StepLine({ step }: { readonly step: PlanStep }) {
  return (
    <li className={classes.step}>
      <span className={classes.sign} data-sign={step.sign}>
        <span aria-hidden>{step.sign === "-" ? "−" : step.sign}</span>
        <span className="visually-hidden">{signWords[step.sign]}: </span>
      </span>
      <div>
        <p>{step.description}</p>
        {step.hazards.map((hazard) => (
          <p key={hazard.code} className={classes.hazard}>
            <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> {hazard.message}
          </p>
        ))}
      </div>
    </li>
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

function PlanDetails({ plan }: { readonly plan: PlanReview }) {
  const statements = plan.steps.flatMap((step) => step.sql);
  if (plan.steps.length === 0) return null;
  return (
    <div className={classes.details}>
      <details>
        <summary>SQL</summary>
        <pre className={classes.sql} tabIndex={0}>
          {statements.length === 0
            ? "-- nothing"
            : statements.map((statement) => `${statement.replace(/;?\s*$/, "")};`).join("\n")}
        </pre>
      </details>
      <details>
        <summary>Locks and time</summary>
        <ul className={classes.sentences}>
          {plan.steps.map((step) => (
            <li key={`${step.sign}${step.recordId ?? ""}${step.description}`}>
              <span className={classes.quiet}>{step.description}:</span> {step.lock}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

export function AppLink({ url }: { readonly url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" className={classes.appLink}>
      {url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
      <IconArrowUpRight size={14} stroke={1.5} aria-hidden />
    </a>
  );
}
