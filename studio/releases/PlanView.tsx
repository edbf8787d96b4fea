import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { PlanAnswers, PlanReview, PlanStep } from "#contract/http/releases";
import type { AppId } from "#contract/platform-ids";
import type { FieldId, RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { ProblemGroups } from "../components/ProblemGroups.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { placeOfProblem } from "../navigation/problem-address.ts";
import { FillEditor } from "./FillEditor.tsx";
import { MatchEditor } from "./MatchEditor.tsx";
import { PlanAccess, type PlanAccessProps } from "./PlanAccess.tsx";
import classes from "./publish-panel.module.css";
import { mistakesOf } from "./use-plan.ts";

interface Props extends PlanAccessProps {
  readonly appId: AppId;
  readonly answers: PlanAnswers;
  readonly onAnswer: (fieldId: string, answer: PlanAnswers[string] | undefined) => void;
  /** Absent for a rollback, whose version cannot be changed. */
  readonly onConfirmRules: ((ruleIds: readonly RecordId[]) => void) | undefined;
}

/** A plan in the five sections of the publish panel. Everything in it is the server's words but the questions' inputs. */
export function PlanView(props: Props) {
  const { plan, reader } = props;
  const errors = mistakesOf(plan);
  const warnings = plan.problems.filter((problem) => problem.severity === "warning");

  return (
    <>
      {errors.length > 0 && <Blocking errors={errors} reader={reader} appId={props.appId} />}

      <Part title="For people">
        <Sentences of={plan.forPeople} otherwise="No page changes." />
      </Part>

      <Part title="For data">
        <ForData
          appId={props.appId}
          plan={plan}
          reader={reader}
          isBlocked={errors.length > 0}
          answers={props.answers}
          onAnswer={props.onAnswer}
        />
      </Part>

      <Part title="For API clients">
        <ForApiClients changes={plan.forApiClients} />
      </Part>

      <Part title="Access">
        <PlanAccess {...props} />
      </Part>

      {warnings.length > 0 && (
        <Part title="Worth knowing">
          <ProblemGroups
            problems={warnings}
            linkTo={(problem) => placeOfProblem({ reader, appId: props.appId, problem })}
            onConfirm={props.onConfirmRules}
          />
        </Part>
      )}
      <PlanDetails plan={plan} />
    </>
  );
}

/** What blocks publishing, each with the way to where it can be mended. */
function Blocking(props: {
  readonly errors: readonly PlanReview["problems"][number][];
  readonly reader: DefinitionReader;
  readonly appId: AppId;
}) {
  const { errors, reader, appId } = props;
  return (
    <section className={classes.problems} aria-label="Problems that block publishing">
      <h3 className={classes.problemsTitle}>
        {errors.length === 1 ? "One problem blocks publishing" : `${errors.length} problems block publishing`}
      </h3>
      {errors.map((problem) => (
        <div key={problem.code + problem.message} className={classes.problem}>
          <ProblemNote problem={problem} />
          {problem.recordId && (
            <Link to={placeOfProblem({ reader, appId, problem })} className={classes.goThere}>
              go there
            </Link>
          )}
        </div>
      ))}
    </section>
  );
}

/** What happens to the tables, and what has to be known for it. */
function ForData(
  props: Pick<Props, "appId" | "plan" | "reader" | "answers" | "onAnswer"> & { readonly isBlocked: boolean },
) {
  const { plan, reader, answers } = props;
  return (
    <>
      {plan.steps.length === 0 && (
        <p className={classes.quiet}>
          {props.isBlocked ? "Worked out once nothing blocks publishing." : "No table changes."}
        </p>
      )}
      {/* Above the steps and not at one: an answer makes other steps, and must not take the input from under it. */}
      {plan.questions.map((question) => {
        const field = reader.field(question.fieldId as FieldId);
        const shared = {
          answer: answers[question.fieldId],
          onAnswer: (answer: PlanAnswers[string] | undefined) => props.onAnswer(question.fieldId, answer),
        };
        return question.match ? (
          <MatchEditor
            key={question.fieldId}
            question={{ ...question, match: question.match }}
            label={field?.label ?? "the field"}
            {...shared}
          />
        ) : (
          <FillEditor
            key={question.fieldId}
            appId={props.appId}
            question={question}
            field={field}
            reader={reader}
            {...shared}
          />
        );
      })}
      <ul className={classes.steps}>
        {plan.steps.map((step) => (
          <StepLine key={`${step.sign}${step.recordId ?? ""}${step.description}`} step={step} />
        ))}
      </ul>
    </>
  );
}

function ForApiClients({ changes }: { readonly changes: PlanReview["forApiClients"] }) {
  if (changes.length === 0) return <p className={classes.quiet}>No change.</p>;
  return (
    <ul className={classes.sentences}>
      {changes.map((each) => (
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
