import { Button, Popover, TextInput } from "@mantine/core";
import { IconPlus, IconTemplate } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
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
import { useTextBinding } from "../../draft-session/use-text-binding.ts";
import { PresenceDots } from "../../presence/PresenceMark.tsx";
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
              <Link
                to={`/apps/${app.id}/templates/${template.id}`}
                className={classes.item ?? ""}
                aria-current={template.id === chosen.id ? "page" : undefined}
              >
                {template.name}
                <PresenceDots on={template.id} />
              </Link>
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
{% block main %}
  <h1>A new page</h1>
{% endblock %}
`;

function TemplateSource({ template }: { readonly template: TemplateRecord }) {
  const problems = useProblemsOf(template.id);
  const [parameters] = useSearchParams();
  const at = parameters.get("at");
  const text = useTextBinding({ recordId: template.id, property: "source", label: `Edit ${template.name}` });
  const sourceProblems = useMemo(
    () => problems.filter((problem) => problem.at !== undefined || problem.property === "source"),
    [problems],
  );
  const others = problems.filter((problem) => !sourceProblems.includes(problem));
  return (
    <Screen title={template.name} width="full" actions={<TemplateActions key={template.name} template={template} />}>
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
          text={text}
          problems={sourceProblems}
          isReadOnly={false}
          at={at === null ? undefined : Number(at)}
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

/** Renaming and deleting, beside the heading. Both are edits of the draft: undo takes them back. */
function TemplateActions({ template }: { readonly template: TemplateRecord }) {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const [isRenaming, setRenaming] = useState(false);
  const [name, setName] = useState(template.name);
  const [problem, setProblem] = useState<string>();
  const rename = () => {
    const next = name.trim();
    const wrong = templateNameProblem(next);
    setProblem(wrong);
    if (wrong) return;
    setRenaming(false);
    if (next !== template.name) {
      apply(
        setProperty(reader, {
          id: template.id,
          property: "name",
          value: next,
          label: `Rename ${template.name} to ${next}`,
        }),
      );
    }
  };
  const remove = () => {
    if (apply({ label: `Delete template ${template.name}`, operations: [{ op: "delete", id: template.id }] })) {
      navigate(`/apps/${app.id}/templates`);
    }
  };
  return (
    <>
      <Popover opened={isRenaming} onChange={setRenaming} trapFocus withRoles position="bottom-end">
        <Popover.Target>
          <Button variant="subtle" color="gray" onClick={() => setRenaming(!isRenaming)}>
            Rename
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            className={classes.rename}
            onSubmit={(event) => {
              event.preventDefault();
              rename();
            }}
          >
            <TextInput
              label="Name"
              classNames={{ input: classes.nameInput ?? "" }}
              value={name}
              error={problem}
              spellCheck={false}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit">Rename</Button>
          </form>
        </Popover.Dropdown>
      </Popover>
      <Button variant="subtle" color="gray" onClick={remove}>
        Delete
      </Button>
    </>
  );
}
