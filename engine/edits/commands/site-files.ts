import type { RandomBytes, RouteId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { MAX_QUERY_ROWS } from "../../definition/records/query.ts";
import { fieldTypeIn } from "../../field-types/registry.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { templateText } from "../../view-types/defaults/template-text.ts";
import { modelLinks } from "../../view-types/model-links.ts";
import { audienceOfAction } from "./access.ts";
import type { EditCommand } from "./edit-command.ts";
import { addQuery } from "./queries.ts";
import { addRoute, addTemplate, firstFree, pathSegmentOf } from "./routes.ts";

/** Models whose rows anyone may read, each with an open page: only those belong into a feed or a sitemap. */
export function modelsForEveryone(reader: DefinitionReader): readonly ModelRecord[] {
  const routes = compileRoutes(reader.routes);
  return reader.models.filter((model) => {
    const { detail } = modelLinks(reader, routes, model.id);
    return audienceOfAction(reader, model.id, "read") === "anyone" && detail?.route.access?.trim() === "true";
  });
}

type SiteFile = EditCommand & { readonly routeId: RouteId };

/** An Atom feed of the newest rows, or a sitemap of their pages: a query, a template and a route in one edit. */
export function addRowsFile(
  reader: DefinitionReader,
  input: { readonly model: ModelRecord; readonly file: "feed" | "sitemap" },
  random: RandomBytes,
): SiteFile {
  const { model, file } = input;
  const { detail } = modelLinks(reader, compileRoutes(reader.routes), model.id);
  const label = `${model.pluralLabel ?? model.label} ${file}`;
  const dated = newestBy(reader, model);
  const query = addQuery(
    reader,
    {
      label,
      modelId: model.id,
      parameters: [],
      sort: dated ? [{ fieldId: dated.id, direction: "desc" }] : [],
      limit: file === "feed" ? 50 : MAX_QUERY_ROWS,
      result: { kind: "list" },
    },
    random,
  );
  const link = detail && `{{ request.origin }}{% url "${detail.route.name}" ${detail.parameter}=row.${detail.field} %}`;
  const of = {
    query: query.query.name,
    title: model.pluralLabel ?? model.label,
    link: link ?? "{{ request.url }}",
    date: dated?.name,
  };
  const path = `/${pathSegmentOf(model)}/${file}.xml`;
  const page = addTextPage(reader, { label, path, source: file === "feed" ? feedOf(of) : sitemapOf(of) }, random);
  return { ...page, label: `Add ${label}`, operations: [...query.operations, ...page.operations] };
}

/** robots.txt, to be changed: which addresses search engines leave alone. */
export function addRobots(reader: DefinitionReader, random: RandomBytes): SiteFile {
  const source = "User-agent: *\nDisallow: /api/\nSitemap: {{ request.origin }}/sitemap.xml\n";
  return addTextPage(reader, { label: "robots.txt", path: "/robots.txt", source }, random);
}

function addTextPage(
  reader: DefinitionReader,
  input: { readonly label: string; readonly path: string; readonly source: string },
  random: RandomBytes,
): SiteFile {
  const { label, source } = input;
  const [, stem = "", ending = ""] = /^(.*)(\.\w+)$/.exec(input.path) ?? [];
  const at = (number: number) => `${stem}${number === 1 ? "" : `-${number}`}${ending}`;
  const path = firstFree(at, (candidate) => reader.routes.every((route) => route.path !== candidate));
  const nameAt = (number: number) => at(number).slice(1);
  const name = firstFree(nameAt, (candidate) => reader.templateByName(candidate) === undefined);
  const template = addTemplate(reader, { name, source }, random);
  const view = { name: "template", templateId: template.templateId } as const;
  const route = addRoute(reader, { path, label, view, access: "true" }, random);
  return {
    label: `Add ${label}`,
    operations: [...template.operations, ...route.operations],
    routeId: route.routeId,
  };
}

interface FileOf {
  readonly query: string;
  readonly title: string;
  readonly link: string;
  /** The field with a time of each row. */
  readonly date: string | undefined;
}

const feedOf = ({ query, title, link, date }: FileOf): string => `<?xml version="1.0" encoding="utf-8"?>
{% query "${query}" as rows %}<feed xmlns="http://www.w3.org/2005/Atom">
  <title>${templateText(title)}</title>
  <id>{{ request.url }}</id>
  <link rel="self" href="{{ request.url }}"/>
  <updated>{{ request.time }}</updated>
  <author><name>{{ app.label }}</name></author>
{% for row in rows %}  <entry>
    <title>{{ row }}</title>
    <id>${link}</id>
    <link href="${link}"/>
    <updated>{{ ${date === undefined ? "request.time" : `row.${date}`} }}</updated>
  </entry>
{% endfor %}</feed>
`;

const sitemapOf = ({ query, link, date }: FileOf): string => `<?xml version="1.0" encoding="utf-8"?>
{% query "${query}" as rows %}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for row in rows %}  <url><loc>${link}</loc>${date === undefined ? "" : `<lastmod>{{ row.${date} }}</lastmod>`}</url>
{% endfor %}</urlset>
`;

/** When a row was last changed, or made. */
const newestBy = (reader: DefinitionReader, model: ModelRecord) => {
  const filledWhen = (when: "created" | "updated") =>
    reader.fields(model.id).find((field) => fieldTypeIn(reader, field)?.automatic === when);
  return filledWhen("updated") ?? filledWhen("created");
};
