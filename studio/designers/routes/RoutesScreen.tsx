import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconExternalLink, IconPlus, IconRoute } from "@tabler/icons-react";
import { Link, useSearchParams } from "react-router";
import type { RouteId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RouteRecord } from "#engine/definition/records/route";
import { describeAudience } from "#engine/edits/commands/access";
import { addListAndDetailRoutes, addTemplatePage } from "#engine/edits/commands/routes";
import { randomBytes } from "../../api/random.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../presence/PresenceMark.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { RouteInspector } from "./RouteInspector.tsx";
import { answerLabels, openableUrl, routeAudience } from "./route-labels.ts";
import classes from "./routes.module.css";
import { ViewIcon } from "./view-editors.tsx";

/** The URL table. The chosen route is in the address: `/routes?route=rte_…`. */
export function RoutesScreen() {
  const app = useApp();
  const { reader, live, diff, apply } = useDraft();
  const may = useMay();
  const [parameters, setParameters] = useSearchParams();
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  const chosen = reader.routes.find((route) => route.id === parameters.get("route"));
  const choose = (id: RouteId | undefined) => {
    if (id !== undefined) setInspectorOpen(true);
    setParameters(
      (current) => {
        if (id === undefined) current.delete("route");
        else current.set("route", id);
        return current;
      },
      { replace: true },
    );
  };
  const addPages = (model: ModelRecord) => {
    const command = addListAndDetailRoutes(reader, { modelId: model.id }, randomBytes);
    if (apply(command)) choose(command.listRouteId);
  };
  const addTemplateRoute = () => {
    const template = reader.templates[0];
    if (!template) return;
    const command = addTemplatePage(reader, { templateId: template.id }, randomBytes);
    if (apply(command)) choose(command.routeId);
  };

  const actions = may("edit") && (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
        >
          Add pages
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>A list and a page of each</Menu.Label>
        {reader.models.map((model) => (
          <Menu.Item key={model.id} onClick={() => addPages(model)}>
            {model.pluralLabel ?? model.label}
          </Menu.Item>
        ))}
        {reader.models.length === 0 && <Menu.Item disabled>Draw a model first</Menu.Item>}
        <Menu.Divider />
        <Menu.Item disabled={reader.templates.length === 0} onClick={addTemplateRoute}>
          A page from a template
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );

  if (reader.routes.length === 0) {
    const first = reader.models[0];
    return (
      <Screen title="Routes">
        <EmptyState
          icon={<IconRoute size={32} stroke={1.25} />}
          title="The addresses of your pages will be here"
          action={
            !may("edit") ? null : first ? (
              <Button onClick={() => addPages(first)}>Add a list and a page of each {first.label}</Button>
            ) : (
              <Button component={Link} to={`/apps/${app.id}/models`}>
                Draw a model
              </Button>
            )
          }
          example="/books/ lists the books, /books/<int:id>/ shows one of them."
        >
          A route says which page answers at which address, and who may open it. Pages come with a finished look.
        </EmptyState>
      </Screen>
    );
  }
  return (
    <Screen
      title="Routes"
      about="Which page answers at which address. If several routes match an address, the more specific one answers. The order of this list does not matter."
      width="wide"
      actions={actions}
      inspector={chosen && <RouteInspector key={chosen.id} route={chosen} onClose={() => choose(undefined)} />}
    >
      <section className={classes.scroll} aria-label="Routes of the app" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col">What answers</th>
              <th scope="col">Who may open it</th>
              <th scope="col">Name</th>
              <th scope="col">
                <span className="visually-hidden">Open</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {reader.routes.map((route) => (
              <RouteRow
                key={route.id}
                route={route}
                answer={answerLabels(reader, route)}
                audience={capital(describeAudience(reader, routeAudience(reader, route)))}
                isChosen={route.id === chosen?.id}
                pending={diff.stateOf(route.id)}
                url={live?.definition.records[route.id] ? openableUrl(app.url, route) : undefined}
                onChoose={() => choose(route.id)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </Screen>
  );
}

function RouteRow(props: {
  readonly route: RouteRecord;
  readonly answer: string;
  readonly audience: string;
  readonly isChosen: boolean;
  readonly pending: string | undefined;
  readonly url: string | undefined;
  readonly onChoose: () => void;
}) {
  const { route } = props;
  const problems = useProblemsOf(route.id);
  return (
    <>
      <tr data-chosen={props.isChosen || undefined} data-pending={props.pending}>
        <th scope="row">
          <button type="button" className={classes.path} aria-pressed={props.isChosen} onClick={props.onChoose}>
            {route.path}
          </button>
          <PresenceDots on={route.id} />
        </th>
        <td>
          <span className={classes.answer}>
            <ViewIcon view={route.view} />
            {props.answer}
          </span>
        </td>
        <td>{props.audience}</td>
        <td className={classes.name}>{route.name}</td>
        <td>
          {props.url && (
            <a
              href={props.url}
              target="_blank"
              rel="noreferrer"
              className={classes.open}
              aria-label={`Open ${route.path}`}
            >
              <IconExternalLink size={16} stroke={1.5} aria-hidden />
            </a>
          )}
        </td>
      </tr>
      {problems.length > 0 && (
        <tr className={classes.problems}>
          <td colSpan={5}>
            {problems.map((problem) => (
              <ProblemNote key={problem.code + problem.message} problem={problem} />
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
