import { Button } from "@mantine/core";
import { IconPlus, IconTemplate } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { NavLink, useNavigate, useParams, useSearchParams } from "react-router";
import type { TemplateId } from "#engine/definition/ids";
import type { TemplateRecord } from "#engine/definition/records/template";
import { setProperty } from "#engine/edits/commands/fields";
import { addTemplate } from "#engine/edits/commands/routes";
import { randomBytes } from "../../api/random.ts";
import { useApp } from "../../app/use-app.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/use-draft.ts";
import { freeTemplateName, templateNameProblem } from "./template-names.ts";
import classes from "./templates.module.css";

const SourceEditor = lazy(async () => ({ default: (await import("./SourceEditor.tsx")).SourceEditor }));

/** The app's templates: `/templates/:templateId?`. */
export function TemplatesScreen() {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const { templateId } = useParams();
  const chosen = reader.template((templateId ?? reader.templates[0]?.id ?? "") as TemplateId);
  const add = () => {
    const command = addTemplate(reader, { name: freeTemplateName(reader), source: STARTER }, randomBytes);
    if (apply(command)) navigate(`/apps/${app.id}/templates/${command.templateId}`);
  };
  if (!chosen) {
    return (
      <Screen title="Templates">
        <EmptyState
          icon={<IconTemplate size={32} stroke={1.25} />}
          title="Your own page templates will be here"
          action={<Button onClick={add}>Add a template</Button>}
          example="{% for book in page.items %}{{ book.title }}{% endfor %}"
        >
          Lists and pages already have a finished look. A template of your own, in Django's syntax, replaces it where
          you choose it on a route.
        </EmptyState>
      </Screen>
    );
  }
  return (
    <div className={classes.screen}>
      <nav className={classes.list} aria-label="Templates">
        <ul>
          {reader.templates.map((template) => (
            <li key={template.id}>
              <NavLink
                to={`/apps/${app.id}/templates/${template.id}`}
                className={classes.item ?? ""}
                aria-current={template.id === chosen.id ? "page" : undefined}
              >
                {template.name}
              </NavLink>
            </li>
          ))}
        </ul>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          onClick={add}
        >
          Add a template
        </Button>
      </nav>
      <TemplateSource key={chosen.id} template={chosen} />
    </div>
  );
}

const STARTER = `{% extends "_default/base.html" %}
{% block content %}
  <h1>A new page</h1>
{% endblock %}
`;

function TemplateSource({ template }: { readonly template: TemplateRecord }) {
  const { reader, apply } = useDraft();
  const problems = useProblemsOf(template.id);
  const [parameters] = useSearchParams();
  const at = parameters.get("at");
  const save = (source: string) =>
    apply(setProperty(reader, { id: template.id, property: "source", value: source, label: `Edit ${template.name}` }));
  const sourceProblems = useMemo(
    () => problems.filter((problem) => problem.at !== undefined || problem.property === "source"),
    [problems],
  );
  const others = problems.filter((problem) => !sourceProblems.includes(problem));
  return (
    <Screen title={template.name} width="full" actions={<NameInput key={template.name} template={template} />}>
      {others.length > 0 && (
        <div className={classes.problems}>
          {others.map((problem) => (
            <ProblemNote key={problem.code + problem.message} problem={problem} />
          ))}
        </div>
      )}
      <Suspense
        fallback={
          <div className={classes.loading}>
            <SkeletonRows what="Loading the editor" />
          </div>
        }
      >
        <SourceEditor
          label={`Source of ${template.name}`}
          source={template.source}
          problems={sourceProblems}
          isReadOnly={false}
          at={at === null ? undefined : Number(at)}
          onSave={save}
        />
      </Suspense>
      {sourceProblems.length > 0 && (
        <section className={classes.problems} aria-label="Problems">
          {sourceProblems.map((problem) => (
            <div key={problem.code + problem.message} className={classes.problem}>
              {problem.at && <span className={`${classes.position} tabular`}>line {problem.at.line}</span>}
              <ProblemNote problem={problem} />
            </div>
          ))}
        </section>
      )}
    </Screen>
  );
}

function NameInput({ template }: { readonly template: TemplateRecord }) {
  const { reader, apply } = useDraft();
  const [name, setName] = useState(template.name);
  const [problem, setProblem] = useState<string>();
  const commit = () => {
    const next = name.trim();
    if (next === template.name) return setProblem(undefined);
    const wrong = templateNameProblem(next);
    setProblem(wrong);
    if (!wrong)
      apply(setProperty(reader, { id: template.id, property: "name", value: next, label: `Rename ${template.name}` }));
  };
  return (
    <div className={classes.rename}>
      <input
        className={classes.nameInput}
        aria-label="Name of the template"
        aria-invalid={problem !== undefined}
        value={name}
        spellCheck={false}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      {problem && <ProblemNote problem={{ severity: "error", message: problem }} />}
    </div>
  );
}
