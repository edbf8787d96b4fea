import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import type { RouteGroupRecord } from "#engine/definition/records/route-group";
import { type AudienceOfRule, audienceOf, describeAudience } from "#engine/edits/commands/access";
import { answersByFlow, labelsOfView, leadsTo, methodsOfView, viewTypeOf } from "#engine/view-types/registry";
import { accountOfRoute } from "#engine/views/accounts/account-route";
import { mailOfRoute } from "#engine/views/mails/mail-route";

/** What answers at a route: "List of Movies", "One Movie", "Template about.html". */
export const answerLabels = (reader: DefinitionReader, route: RouteRecord): string =>
  mailOfRoute(route.id) !== undefined
    ? `Mail: ${route.label}`
    : accountOfRoute(route.id) !== undefined
      ? `Accounts: ${route.label}`
      : labelsOfView(reader, route.view).title;

export const routeAudience = (reader: DefinitionReader, route: Pick<RouteRecord, "access">): AudienceOfRule =>
  audienceOf(reader, route.access === undefined ? undefined : { expression: route.access });

/** Who may open it, as the beginning of a line: "Anyone on the internet". */
export function audienceLabel(reader: DefinitionReader, audience: AudienceOfRule): string {
  const words = describeAudience(reader, audience);
  return `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;
}

/** Whether a page can be opened by its path alone; one with parameters needs a row. */
export const isOpenable = ({ path, view }: Pick<RouteRecord, "path" | "view">): boolean =>
  !path.includes("<") && methodsOfView(view).includes("GET");

export const groupAudience = (reader: DefinitionReader, group: Pick<RouteGroupRecord, "access">): AudienceOfRule =>
  audienceOf(reader, group.access === undefined ? undefined : { expression: group.access });

/** The template of a page, as people find it: its name, or that it has the default look. */
export function templateLabel(reader: DefinitionReader, { view }: RouteRecord): string {
  if (leadsTo(view) || answersByFlow(view)) return "";
  if (view.templateId !== undefined) return reader.template(view.templateId)?.name ?? "A template that does not exist";
  return viewTypeOf(view)?.defaultTemplate ? "Default look" : "";
}

/** The methods that a route answers, without HEAD, which goes with GET. */
export const methodsLabel = ({ view }: RouteRecord): string =>
  methodsOfView(view)
    .filter((method) => method !== "HEAD")
    .join(", ");
