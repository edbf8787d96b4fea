import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { User } from "../../principal.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { type CompiledTemplate, compileTemplate, type TemplateData } from "../../templates/render/compile-template.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { listOf, objectOf, scalar } from "../../value-types/value-type.ts";
import { modelOfView } from "../../view-types/registry.ts";
import { appVariable } from "../app-variable.ts";
import { type RequestOfPage, requestVariable } from "../request-variable.ts";
import { viewScopes } from "../view-scope.ts";
import { BASE_TEMPLATE, viewTemplates } from "../view-templates.ts";

/** The built-in page at `/` of an app with several lists: the app's name and the pages that the caller may open. */
export interface HomePage {
  readonly template: CompiledTemplate;
  /** `pages`: those that this caller may open, and no others. */
  data(request: HomeRequest, pages: readonly RouteRecord[]): TemplateData;
}

interface HomeRequest extends RequestOfPage {
  readonly user: User | null;
}

const SOURCE = `{% extends "_default/base.html" %}

{% block main %}
<header class="page-head">
  <h1>{{ app.label }}</h1>
</header>
<ul class="columns cols-3">
  {% for page in pages %}
  <li class="card">
    <h2><a href="{{ page.url }}">{{ page.label }}</a></h2>
    {% if page.help %}<p>{{ page.help }}</p>{% endif %}
  </li>
  {% endfor %}
</ul>
{% endblock %}
`;

const TEXT = scalar("text");

/** No route of the builder: it gives the template the variables that every page has. */
const HOME_ROUTE: RouteRecord = {
  kind: "route",
  id: "rte_home" as RouteRecord["id"],
  name: "",
  label: "",
  path: "/",
  view: { name: "home" },
  order: "a",
};

export function homePage(reader: DefinitionReader, routes: RouteTable<RouteRecord>): HomePage {
  const templates = viewTemplates(reader, routes);
  const own = templates.lookup(HOME_ROUTE);
  const plain = viewScopes(reader, routes).of(HOME_ROUTE);
  const page = objectOf({ label: TEXT, url: TEXT, help: TEXT });
  const scope = { ...plain, variables: { ...plain.variables, pages: listOf(page) } };
  const entry = templateUnit("_default/home.html", SOURCE);
  let result = compileTemplate({ entry, lookup: own, scope });
  if (!result.ok) {
    // The builder's layout reads a variable that only pages of rows have.
    const base = templateUnit(BASE_TEMPLATE, templates.baseSource);
    result = compileTemplate({ entry, lookup: (name) => (name === BASE_TEMPLATE ? base : own(name)), scope });
  }
  if (!result.ok) throw new Error(`The home page has problems: ${result.problems.map(({ code }) => code).join()}`);
  const app = appVariable(reader);
  const { template } = result;
  return {
    template,
    data: ({ user, ...request }, pages) => ({
      app,
      ...requestVariable({ ...request, openPages: () => pages }, { route: "", template }),
      user,
      params: {},
      pages: pages.map((route) => ({
        label: route.label,
        url: routes.reverse(route.name) ?? route.path,
        help: modelOfView(reader, route.view)?.help ?? null,
      })),
    }),
  };
}
