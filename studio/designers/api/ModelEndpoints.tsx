import { Switch } from "@mantine/core";
import { useState } from "react";
import type { ModelRecord } from "#engine/definition/records/model";
import { audienceOfAction, closeApi, describeAudience, openApi } from "#engine/edits/commands/access";
import { randomBytes } from "../../api/random.ts";
import { CopyText } from "../../components/CopyText.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import classes from "./api.module.css";
import { type EndpointLine, endpointLines } from "./endpoint-lines.ts";

/** One model in the API: open or closed, its endpoints with who may call them. */
export function ModelEndpoints({ model }: { readonly model: ModelRecord }) {
  const app = useApp();
  const { reader, diff, problems, apply } = useDraft();
  const resource = reader.apiResources.find((each) => each.modelId === model.id);
  const isOpen = resource !== undefined;
  const name = model.pluralLabel ?? model.label;
  const own = problems.filter((problem) => problem.recordId !== undefined && problem.recordId === resource?.id);
  return (
    <section className={classes.model} aria-label={name}>
      <header className={classes.modelHead}>
        <h3>{name}</h3>
        {resource && diff.stateOf(resource.id) === "added" && (
          <span className={classes.quiet}>open once published</span>
        )}
        <EditorsOnly>
          <Switch
            size="sm"
            checked={isOpen}
            label="Open in the API"
            aria-label={`Open ${name} in the API`}
            onChange={() =>
              apply(
                isOpen ? closeApi(reader, { modelId: model.id }) : openApi(reader, { modelId: model.id }, randomBytes),
              )
            }
          />
        </EditorsOnly>
      </header>
      {own.map((problem) => (
        <div key={problem.code + problem.message} className={classes.problem}>
          <ProblemNote problem={problem} />
        </div>
      ))}
      {isOpen && (
        <ul className={classes.lines}>
          {endpointLines({ reader, model, appUrl: app.url }).map((line) => (
            <Line
              key={line.method + line.path}
              line={line}
              audience={describeAudience(reader, audienceOfAction(reader, model.id, line.action))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Line({ line, audience }: { readonly line: EndpointLine; readonly audience: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={classes.line}>
      <button type="button" className={classes.lineButton} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={classes.method} data-method={line.method}>
          {line.method}
        </span>
        <span className={classes.path}>{line.path}</span>
        <span className={classes.words}>{line.words}</span>
        <span className={classes.quiet}>{audience}</span>
      </button>
      {isOpen && <CopyText label="Command" isLabelHidden text={line.curl} />}
    </li>
  );
}
