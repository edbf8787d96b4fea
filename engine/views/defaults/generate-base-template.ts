import { isForAnyone } from "../../definition/grants.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { usersModelOf } from "../../definition/users.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { formatOf } from "../../templates/formats.ts";
import { templateText } from "../../view-types/defaults/template-text.ts";
import { viewTypeOf } from "../../view-types/registry.ts";
import { hasHomePage, sitePages } from "../site/site-pages.ts";

/** The layout of the default pages: `_default/base.html`. Blocks: title, meta, head, header, main, footer. */
export function generateBaseTemplate(reader: DefinitionReader, routes: RouteTable<RouteRecord>): string {
  const texts = pageTextsFor(reader.definition.settings.locale);
  const pages = navigation(routes);
  const home = routes.match("/") || hasHomePage(routes) ? "/" : (pages[0] && routes.reverse(pages[0].name)) || "/";
  const items = pages.map((route) => {
    const family = [route, ...detailsOf(route, routes)].map(({ name }) => `"${name}"`);
    const isHere = family.length === 1 ? `request.route == ${family[0]}` : `request.route in [${family.join(", ")}]`;
    const item = `<li><a href="{% url "${route.name}" %}"{% if ${isHere} %} aria-current="true"{% endif %}>${templateText(route.label)}</a></li>`;
    // Most pages are open to everyone, and need no question.
    return `            ${isOpenToAll(route, reader) ? item : `{% if "${route.name}" in request.pages %}${item}{% endif %}`}`;
  });
  const menu =
    items.length < 2
      ? ""
      : `
        <nav class="menu" aria-label="${templateText(texts.mainMenu)}">
          <ul>
${items.join("\n")}
          </ul>
        </nav>`;
  return `<!doctype html>
<html lang="{{ app.locale }}" dir="{{ app.direction }}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="{{ app.color_scheme }}">
  <title>{% block title %}{{ app.label }}{% endblock %}</title>
  <meta property="og:type" content="website">
  <meta property="og:site_name" content="{{ app.label }}">
  <meta property="og:url" content="{{ request.url }}">
  {% block meta %}
  <meta property="og:title" content="{{ app.label }}">
  {% endblock %}
  <link rel="stylesheet" href="{{ app.theme_url }}">
  {% if app.favicon_url %}<link rel="icon" href="{{ app.favicon_url }}">{% else %}<link rel="icon" href="data:,">{% endif %}
  {% block head %}{% endblock %}
</head>
<body>
  <a class="skip" href="#main">${templateText(texts.skipToContent)}</a>
  {% block header %}
  <header class="site">
    <div class="wrap">
      <a class="brand" href="${home}">{% if app.logo_url %}<img src="{{ app.logo_url }}" alt="{{ app.label }}" width="{{ app.logo_width }}" height="{{ app.logo_height }}">{% else %}{{ app.label }}{% endif %}</a>${menu}
    </div>
  </header>
  {% endblock %}
  <main id="main" class="wrap">
    {% block main %}{% endblock %}
  </main>
  {% block footer %}
  <footer class="site">
    <div class="wrap">{{ app.label }}${account(reader)}</div>
  </footer>
  {% endblock %}
</body>
</html>
`;
}

/** In an app with users: the caller's own account, or where to sign in. A key has no account. */
function account(reader: DefinitionReader): string {
  if (!usersModelOf(reader)) return "";
  const { signIn } = pageTextsFor(reader.definition.settings.locale).accounts;
  return ` · {% if user.email %}<a href="/accounts/profile/">{{ user.name }}</a>{% else %}<a href="/accounts/sign-in/">${templateText(signIn)}</a>{% endif %}`;
}

/** Everyone may open it, and it is a page: no feed. */
function isOpenToAll({ access, view }: RouteRecord, reader: DefinitionReader): boolean {
  const template = view.templateId === undefined ? undefined : reader.template(view.templateId);
  const isPage = !template || formatOf(template.name).name === "html";
  const isRead = view.modelId === undefined || reader.grants(view.modelId, "read").some(isForAnyone);
  return access?.trim() === "true" && isPage && isRead;
}

const MAX_ITEMS = 12;

/** The pages of the menu. */
export const navigation = (routes: RouteTable<RouteRecord>): readonly RouteRecord[] =>
  sitePages(routes).slice(0, MAX_ITEMS);

const detailsOf = (list: RouteRecord, routes: RouteTable<RouteRecord>): readonly RouteRecord[] => {
  const { view } = list;
  if (viewTypeOf(view)?.linkedAs !== "list") return [];
  return routes.routes
    .map(({ route }) => route)
    .filter((route) => viewTypeOf(route.view)?.linkedAs === "row" && route.view.modelId === view.modelId);
};
