import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { app, date, decimal, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Pages with each part of the template language, over rows of Postgres, as visitors get them. */
const HOSTILE = `"><script>alert('1')</script>&{{ user }}`;

const pages: Readonly<Record<string, string>> = {
  "layout.html":
    '<title>{% block title %}Films{% endblock %}</title>{% block main %}{% include "note.html" with note="Hello" only %}{% endblock %}',
  "note.html": "<i>{{ note }}{% now 'Y' as year %} {{ year|slice:':2' }}</i>",
  "loops.html": `{% extends "layout.html" %}
{% block title %}{{ block.super }}, grouped{% endblock %}
{% block main %}{{ block.super }}
{% regroup page.items by director as groups %}{% for group in groups %}<h2>{{ group.grouper }} ({{ group.list|length }} film{{ group.list|pluralize }})</h2>{% for film in group.list reversed %}<p class="{% cycle 'odd' 'even' %}" title="{{ film.name }}">{{ forloop.counter }}/{{ forloop.length }} {{ film.name|cut:"&" }}{% ifchanged film.genre %} {{ film.genre }}{% else %} same{% endifchanged %}</p>{% endfor %}{% endfor %}{% endblock %}`,
  "formats.html": `{% for film in page.items|slice:":1" %}{{ film.gross|floatformat:"2g" }}|{{ film.gross|currency:"EUR" }}|{{ film.share|percent:1 }}|{{ film.released|date:"j F Y" }}|{{ film.released|timesince:film.bought }}|{{ film.gross|filesizeformat }}|{% firstof film.nickname film.name %}|{{ film.nickname|default_if_none:"-" }}{% endfor %}`,
  "query.html": `<a class="{% if request.query.view == "grid" %}grid{% elif request.query.view %}other{% else %}none{% endif %}" href="{% querystring view="grid" name=null %}" title="{{ request.query.name }}">{{ request.query.name }}</a>{% spaceless %}<ul> <li>a b</li> </ul>{% endspaceless %}`,
  "data.html": `{% for film in page.items %}{% if forloop.last %}{{ film.name|json_script:"film" }}{% endif %}{% endfor %}`,
};

const definition = (): AppDefinition => {
  const drawn = app(
    model(
      "film",
      text("name"),
      text("genre"),
      text("nickname"),
      decimal("gross"),
      decimal("share"),
      date("released"),
      date("bought"),
      relation("director", "person"),
      { rules: { read: "true" } },
    ),
    model("person", text("name"), { rules: { read: "true" } }),
  );
  const records: DefinitionRecord[] = Object.entries(pages).map(([name, source]) => ({
    kind: "template",
    id: testId("template", name),
    name,
    source,
    order: "i",
  }));
  for (const name of Object.keys(pages).slice(2))
    records.push({
      kind: "route",
      id: testId("route", name),
      name: name.replace(".html", ""),
      label: name,
      path: `/${name}`,
      view: { name: "list", modelId: modelId("film"), templateId: testId("template", name), pageSize: 50 },
      access: "true",
      order: "i",
    });
  return {
    ...drawn,
    settings: { ...drawn.settings, locale: "de", timeZone: "Europe/Berlin" },
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
};

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition());
  await served.sql("INSERT INTO app.person (name) VALUES ('Lynch'), ($1)", [HOSTILE]);
  await served.sql(
    `INSERT INTO app.film (name, genre, gross, share, released, bought, director)
     VALUES ('Dune', 'drama', 1234567.5, 0.13, '2020-01-31', '2021-03-02', 1),
            ('Blue', 'drama', 1234567.5, 0.13, '2020-01-31', '2021-03-02', 1),
            ($1, 'drama', 1234567.5, 0.13, '2020-01-31', '2021-03-02', 2)`,
    [HOSTILE],
  );
});
afterAll(() => served?.close());
const get = async (path: string): Promise<string> => {
  const { status, text: html } = await served.request("GET", path);
  expect([path, status]).toEqual([path, 200]);
  return html;
};

describe("pages in the whole template language", () => {
  it("[TPL-04] [TPL-05] fill layouts, show what they had, and include others with inputs", async () => {
    const html = await get("/loops.html");
    expect(html).toContain("<title>Films, grouped</title>");
    expect(html).toMatch(/<i>Hello \d\d<\/i>/);
  });

  it("[TPL-07] [TPL-09] group neighbouring rows, go through them backwards, and cycle", async () => {
    const html = await get("/loops.html");
    expect(html).toContain("<h2>Lynch (2 films)</h2>");
    expect(html).toContain(
      '<p class="odd" title="Blue">1/2 Blue drama</p><p class="even" title="Dune">2/2 Dune same</p>',
    );
    expect(html).toContain("(1 film)</h2>");
  });

  it("[TPL-03] [TPL-16] [TPL-18] escape what rows hold for every place, through filters and groups too", async () => {
    for (const path of ["/loops.html", "/data.html", `/query.html?name=${encodeURIComponent(HOSTILE)}`]) {
      const html = await get(path);
      expect(html.match(/<script/g) ?? []).toHaveLength(path === "/data.html" ? 1 : 0);
      expect(html).not.toContain('"><');
    }
    const data = await get("/data.html");
    expect(JSON.parse(/<script id="film" type="application\/json">(.*)<\/script>/.exec(data)?.[1] ?? "")).toBe(HOSTILE);
  });

  it("[TPL-14] [TPL-15] [TPL-17] write numbers, money, shares, dates and times in the app's language", async () => {
    const html = (await get("/formats.html")).replace(/\u00a0/g, " ");
    expect(html).toBe("1.234.567,50|1.234.567,50 €|13,0 %|31 Januar 2020|1 Jahr, 1 Monat|1,2 MB|Dune|-");
  });

  it("[TPL-11] [TPL-19] [VIEW-08] know the query of the address, and change it in links", async () => {
    expect(await get("/query.html")).toBe('<a class="none" href="?view=grid" title=""></a><ul><li>a b</li></ul>');
    expect(await get("/query.html?tag=a%26b&view=x&name=N%2BM")).toBe(
      '<a class="other" href="?tag=a%26b&amp;view=grid" title="N+M">N+M</a><ul><li>a b</li></ul>',
    );
    expect((await served.request("GET", "/query.html?name=%zz")).status).toBe(400);
  });
});
