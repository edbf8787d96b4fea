import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, fieldId, integer, model, modelId, testId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import { whereUsed } from "../../edits/where-used.ts";
import { functionNamed } from "../../expressions/functions/registry.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { appViews } from "../../views/app-views.ts";
import { completeTemplate } from "../../views/assist/complete-template.ts";
import { describeTemplate } from "../../views/assist/describe-template.ts";
import { assistContext } from "../../views/assist/names-at.ts";
import { templateGraph } from "../../views/assist/template-graph.ts";
import { renameInTemplates } from "../../views/rename-in-templates.ts";
import { addStep, valueStep } from "../analyze/steps.ts";
import { textFilter } from "../filters/filter-kit.ts";
import type { FilterType } from "../filters/filter-type.ts";
import { filterNamed, filterTypes } from "../filters/registry.ts";
import { DEFAULT_LIMITS } from "../render/compile-template.ts";
import { escaperOf } from "../render/escaping.ts";
import { parseTemplate } from "../syntax/parse-template.ts";
import { printTemplate } from "../syntax/print-template.ts";
import { leadingString } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import { ownerOfClause, tagNamed, templateTags } from "./registry.ts";
import { openAndClose, type TagType } from "./tag-type.ts";

/** The file of a new tag: `{% shout value from "part.html" %} … {% or %} … {% endshout %}`. */
interface ShoutNode extends Span {
  readonly kind: "shout";
  readonly open: TemplateTag;
  readonly value: SourcePart;
  readonly template: { readonly name: string; readonly span: Span };
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    shout: ShoutNode;
  }
}
const shoutTag: TagType<ShoutNode> = {
  name: "shout",
  form: "block",
  summary: "Says a value loudly, before its inside.",
  example: '{% shout "part.html" book.title %} … {% endshout %}',
  snippet: '{% shout "#{}" #{value} %}\n  #{}\n{% endshout %}',
  clauses: [{ name: "aside", summary: "Said quietly.", snippet: "{% aside %}#{}" }],
  parse(tag, reader) {
    const template = leadingString(tag.rest);
    if (!template) {
      reader.broken(tag, "TEMPLATE_E003", 'Write {% shout "part.html" value %}.');
      return;
    }
    const { start, end } = template.span;
    const written = reader.source.slice(end, tag.rest.end);
    const valueAt = end + written.length - written.trimStart().length;
    const body: TemplateNode[] = [];
    reader.open({
      tag,
      body,
      clause: (_name, { source, ...span }) => void body.push({ kind: "comment", source, ...span }),
      finish: (close, endOfTag): ShoutNode => ({
        kind: "shout",
        open: tag,
        value: { source: written.trim(), start: valueAt, end: valueAt + written.trim().length },
        template: { name: template.value, span: { start: start + 1, end: end - 1 } },
        body,
        ...(close ? { close } : {}),
        start: tag.start,
        end: endOfTag,
      }),
    });
  },
  pieces: openAndClose,
  analyze(node, { around, page, steps }) {
    const value = page.expression(node.value, around, "show");
    const place = page.position.place(node, around.unit);
    if (!page.lookup(node.template.name))
      page.problem(around.unit, "TEMPLATE_E010", node, `There is no template "${node.template.name}".`);
    if (value && place)
      addStep(
        steps,
        valueStep(value.read, (shown) => escaperOf(place)(`${String(shown).toUpperCase()}!`)),
      );
    page.walk(node.body, { ...around, depth: around.depth + 1 }, steps);
  },
  links: ({ template: { name, span } }) => [{ to: "template", name, span }],
  assist: { quoted: "template" },
};

const whisper = textFilter({
  name: "whisper",
  example: "whisper",
  summary: "In small letters, with three points.",
  apply: (said) => `${said.toLowerCase()} …`,
});

const SOURCE = '<p>{% shout "part.html" record.title %}, {{ record.author|whisper }}{% endshout %}</p>';

function shop(source = SOURCE): AppDefinition {
  const drawn = app(model("book", text("title"), text("author"), integer("price")));
  const template = (name: string, content: string) => ({
    kind: "template" as const,
    id: testId("template", name),
    name,
    source: content,
    order: "a",
  });
  const route = {
    kind: "route" as const,
    id: testId("route", "book"),
    name: "book",
    label: "Book",
    path: "/<int:id>/",
    view: { name: "detail", modelId: modelId("book"), templateId: testId("template", "page.position.html") },
    access: "true",
    order: "a",
  };
  const records = [template("page.position.html", source), template("part.html", "part"), route];
  return { ...drawn, records: { ...drawn.records, ...Object.fromEntries(records.map((one) => [one.id, one])) } };
}
const page = testId("template", "page.position.html");
const readerOf = (source?: string): DefinitionReader => readDefinition(shop(source));

describe("a new tag and a new filter are a file each and a line of their registry", () => {
  const tags = templateTags as TagType[];
  const filters = filterTypes as FilterType[];
  beforeAll(() => {
    tags.push(shoutTag as TagType);
    filters.push(whisper);
  });
  afterAll(() => {
    tags.pop();
    filters.pop();
  });

  it("are read and printed", () => {
    const { tree, problems } = parseTemplate(SOURCE);
    expect(problems).toEqual([]);
    expect(tree.nodes[1]).toMatchObject({ kind: "shout", value: { source: "record.title" }, close: {} });
    for (const source of [SOURCE, `${SOURCE}{% shout x %}{% aside %}`, '{% shout "a" b %}{% aside %}{% endif %}'])
      expect(printTemplate(parseTemplate(source).tree)).toBe(source);
    expect(parseTemplate('{% shout "a" b %}').problems[0]?.message).toContain("{% endshout %}");
    expect(parseTemplate("{% nothing %}").problems[0]?.hint).toContain("shout");
  });

  it("are checked, and made into pages that read what they show", () => {
    expect(checkApp(shop()).filter(({ severity }) => severity === "error")).toEqual([]);
    const codes = (source: string) => checkApp(shop(source)).map(({ code }) => code);
    expect(codes('{% shout "part.html" record.titel %}{% endshout %}')).toContain("TEMPLATE_E007");
    expect(codes('{% shout "none.html" record.title %}{% endshout %}')).toContain("TEMPLATE_E010");
    expect(codes("{{ record.id == 1|whisper }}")).not.toEqual([]);
    const reader = readerOf();
    const [route] = reader.routes;
    const found = route && appViews(reader, compileRoutes(reader.routes)).of(route);
    if (!found?.ok) throw new Error("no view");
    expect([...(found.view.template.reads.record?.fields.keys() ?? [])].sort()).toEqual(["author", "title"]);
    const request = {
      method: "GET",
      origin: "https://x.example",
      path: "/1/",
      time: "2026-11-30T00:00:00Z",
      user: null,
      params: { id: 1 },
    };
    const data = found.view.data(request, { record: { id: 1, title: "Emma & I", author: "JANE" } });
    expect(found.view.template.render(data, { ...DEFAULT_LIMITS, deadline: 1, now: () => 0 })).toMatchObject({
      html: "<p>EMMA &amp; I!, jane …</p>",
    });
  });

  it("are followed by renames, where-used and the graph of templates", () => {
    const reader = readerOf();
    const renamed = (renames: Parameters<typeof renameInTemplates>[1]) => renameInTemplates(reader, renames).get(page);
    expect(renamed({ fields: new Map([[fieldId("book", "title"), "name"]]) })).toBe(
      SOURCE.replace("record.title", "record.name"),
    );
    expect(renamed({ templates: new Map([["part.html", "piece.html"]]) })).toBe(
      SOURCE.replace("part.html", "piece.html"),
    );
    const uses = (id: Parameters<typeof whereUsed>[1]) => whereUsed(reader, id).map(({ record }) => record.id);
    expect(uses(testId("template", "part.html"))).toContain(page);
    expect(uses(fieldId("book", "author"))).toContain(page);
    const graph = templateGraph(reader, compileRoutes(reader.routes));
    expect(graph.usersOf("part.html").map(({ name }) => name)).toEqual(["page.position.html"]);
    expect(graph.pagesOf(testId("template", "part.html")).map(({ name }) => name)).toEqual(["book"]);
  });

  it("are offered and explained by the editor", () => {
    const offered = (typed: string) => {
      const source = typed.replace("¦", "");
      const context = assistContext(readerOf(source));
      const list = completeTemplate(context, { id: page, source }, typed.indexOf("¦"));
      return list?.items.map(({ label }) => label) ?? [];
    };
    expect(offered("{% ¦ %}")).toContain("shout");
    expect(offered('{% shout "part.html" record %}{% ¦ %}')).toEqual(expect.arrayContaining(["endshout", "aside"]));
    expect(offered('{% shout "¦" %}{% endshout %}')).toContain("part.html");
    expect(offered('{% shout "part.html" record.¦ %}{% endshout %}')).toContain("price");
    expect(offered("{{ record.title|¦ }}")).toContain("whisper");
    const meaning = (word: string) =>
      describeTemplate(assistContext(readerOf()), { id: page, source: SOURCE }, SOURCE.indexOf(word) + 1)?.text;
    expect(meaning("shout")).toBe(shoutTag.summary);
    expect(meaning("whisper")).toBe(whisper.summary);
  });
});

describe("docs/templates.md", () => {
  const docs = readFileSync(new URL("../../../docs/templates.md", import.meta.url), "utf8");
  const rowsUnder = (title: string): readonly string[] => {
    const [, after = ""] = docs.split(`## ${title}\n`);
    const [section = ""] = after.split("\n## ");
    return section.split("\n").filter((line) => line.startsWith("| `"));
  };

  it("lists the tags that there are, as the editor explains them", () => {
    expect(rowsUnder("Tags")).toEqual(templateTags.map(({ example, summary }) => `| \`${example}\` | ${summary} |`));
  });

  it("lists the filters that there are, as the editor explains them", () => {
    expect(rowsUnder("Filters")).toEqual(filterTypes.map(({ example, summary }) => `| \`${example}\` | ${summary} |`));
  });
});

describe("the codes of problems", () => {
  const sources = readdirSync("engine/templates", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => ({ file, source: readFileSync(`engine/templates/${file}`, "utf8") }));
  const listed = sources
    .find(({ file }) => file.endsWith("template-problem.ts"))
    ?.source.match(/TEMPLATE_[EW]\d{3}(?= {2})/g);

  it("are listed where they are declared, each that is given", () => {
    const given = sources.flatMap(({ source }) => source.match(/(?<=")TEMPLATE_[EW]\d{3}(?=")/g) ?? []);
    expect([...new Set(given)].sort()).toEqual([...new Set(listed)].sort());
  });

  it("are explained in docs/templates.md", () => {
    const docs = readFileSync("docs/templates.md", "utf8");
    const rows = docs.split("\n").filter((line) => line.startsWith("| TEMPLATE_"));
    const explained = rows.flatMap((row) => {
      const [, cell = ""] = row.split("|");
      const codes = [...cell.matchAll(/([EW])(\d{3})(?: … [EW](\d{3}))?/g)];
      return codes.flatMap(([, letter, from, to = from]) =>
        Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => {
          const number = String(Number(from) + index).padStart(3, "0");
          return `TEMPLATE_${letter}${number}`;
        }),
      );
    });
    expect(explained.sort()).toEqual([...new Set(listed)].sort());
  });
});

describe("hints", () => {
  /** The code that the checks of templates and expressions tell people to write. */
  const sources = ["engine/templates", "engine/expressions"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => readFileSync(`${folder}/${file}`, "utf8")),
  );
  const advice = sources.flatMap((source) => source.match(/(?:Write|Use|Put|Compare|Turn)\b[^`\n]*/g) ?? []).join("\n");
  const named = (pattern: RegExp) => [...new Set([...advice.matchAll(pattern)].map(([, name]) => name as string))];

  it("name functions, filters and tags that exist", () => {
    expect(advice.length).toBeGreaterThan(1_000);
    const calls = named(/(?<![.\w])([a-z]\w*)\((?!\))/g).filter((name) => name !== "if" && name !== "for");
    expect(calls.filter((name) => !functionNamed(name))).toEqual([]);
    expect(named(/\w\|([a-z]\w*)/g).filter((name) => !filterNamed(name) && !functionNamed(name))).toEqual([]);
    const isTag = (name: string) => tagNamed(name.replace(/^end/, "")) ?? ownerOfClause(name);
    expect(named(/\{% ([a-z]\w*)/g).filter((name) => !isTag(name))).toEqual([]);
  });
});
