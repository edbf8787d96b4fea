import type { FlowId, RouteGroupId, RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { addFlow, addFlowRoute } from "#engine/edits/commands/flows";
import { addRouteGroup } from "#engine/edits/commands/route-groups";
import { addRoute, addTemplatePage, firstFree } from "#engine/edits/commands/routes";
import { addRobots, addRowsFile } from "#engine/edits/commands/site-files";
import { leadsTo } from "#engine/view-types/registry";
import { randomBytes } from "../../api/random.ts";
import type { Draft } from "../../draft-session/react/use-draft.ts";
import { isOpenable } from "./route-labels.ts";

interface AddingTo extends Pick<Draft, "reader" | "apply"> {
  readonly choose: (id: RouteId) => void;
  readonly chooseGroup: (id: RouteGroupId) => void;
}

/** What adds a route or a group at once, without a dialog; what was added is chosen. */
export function routeAdders({ reader, apply, choose, chooseGroup }: AddingTo) {
  return {
    onTemplate: () => {
      const template = reader.templates[0];
      if (!template) return;
      const command = addTemplatePage(reader, { templateId: template.id }, randomBytes);
      if (apply(command)) choose(command.routeId);
    },
    onRedirect: () => {
      const command = newRedirect(reader);
      if (command && apply(command)) choose(command.routeId);
    },
    onFlow: () => {
      const command = newFlowRoute(reader);
      if (command && apply(command)) choose(command.routeId);
    },
    onFile: (model: ModelRecord | undefined, file: "feed" | "sitemap") => {
      const command = model ? addRowsFile(reader, { model, file }, randomBytes) : addRobots(reader, randomBytes);
      if (apply(command)) choose(command.routeId);
    },
    onGroup: () => {
      const command = addRouteGroup(reader, { label: "New group", prefix: freePrefix(reader) }, randomBytes);
      if (apply(command)) chooseGroup(command.group.id);
    },
  };
}

/** Leads from a free address to a page that people can open, or else to the first route. */
function newRedirect(reader: DefinitionReader) {
  const to = reader.routes.find((route) => isOpenable(route) && !leadsTo(route.view)) ?? reader.routes[0];
  if (!to) return undefined;
  const path = firstFree(
    (number) => (number === 1 ? "/old/" : `/old-${number}/`),
    (candidate) => reader.routes.every((route) => route.path !== candidate),
  );
  const view = { name: "redirect", to: { routeId: to.id }, isPermanent: false } as const;
  return addRoute(reader, { path, view, label: "Redirect", access: "true" }, randomBytes);
}

/** Answers at a free address with the newest flow that no route has, or with a new one. */
function newFlowRoute(reader: DefinitionReader) {
  const isFree = (flowId: FlowId) => reader.routes.every(({ view }) => !JSON.stringify(view).includes(flowId));
  const unused = reader.ofKind("flow").findLast(({ id }) => isFree(id));
  const made = unused ? undefined : addFlow(reader, { label: "New flow", trigger: { on: "route" } }, randomBytes);
  const flow = unused ?? made?.flow;
  if (!flow) return undefined;
  const route = addFlowRoute(reader, { flow }, randomBytes);
  return { ...route, operations: [...(made?.operations ?? []), ...route.operations] };
}

const freePrefix = (reader: DefinitionReader): string =>
  firstFree(
    (number) => (number === 1 ? "/group" : `/group-${number}`),
    (candidate) => reader.ofKind("routeGroup").every(({ prefix }) => prefix !== candidate),
  );
