import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { app, choice, decimal, fieldId, model, modelId, relation, testId, text } from "../builders.ts";
import { fieldRule, grant, groupId } from "./grants.ts";

/**
 * An app with at least one record of every kind, each owned, referred to and called by name as the kind can be. A new
 * kind joins here; tests/record-kinds.test.ts fails until it does.
 */
export function sampleApp(...others: readonly DefinitionRecord[]): AppDefinition {
  const drawn = app(
    model(
      "book",
      { api: true, rules: { read: "record.price > 10", create: 'user.group == "editors"' } },
      text("title"),
      decimal("price"),
      choice("state", ["new", "read"]),
      relation("author", "author"),
    ),
    model("author", text("name")),
    model("chapter", relation("book", "book", { onDelete: "cascade", reverse: "chapters" }), text("heading")),
  );
  const [book, title] = [modelId("book"), fieldId("book", "title")];
  const templateId = testId("template", "books");
  const more: readonly DefinitionRecord[] = [
    {
      ...(drawn.records[book] as Extract<DefinitionRecord, { kind: "model" }>),
      titleTemplate: "{{ title }}",
      defaultOrder: [{ fieldId: title, direction: "asc" }],
    },
    {
      kind: "constraint",
      id: testId("constraint", "titles"),
      modelId: book,
      type: {
        kind: "unique",
        fieldIds: [title, fieldId("book", "author")],
        ignoreCase: [title],
        scope: { name: "unless", expression: "price > 100" },
      },
      message: "This author has a book with this title already.",
      code: "same_title",
      order: "a",
    },
    {
      kind: "validation",
      id: testId("validation", "price"),
      modelId: book,
      expression: "price < 1000 or author.name == title",
      when: 'state != "new"',
      message: "So much is asked for no book.",
      code: "too_dear",
      fieldId: fieldId("book", "price"),
      order: "a",
    },
    grant("book", "update", { who: groupId("editors"), where: "record.price > 10" }),
    fieldRule("book.price", "read", { who: groupId("editors"), where: 'user.group == "editors"' }),
    { kind: "group", id: testId("group", "editors"), name: "editors", label: "Editors", order: "a" },
    {
      kind: "template",
      id: templateId,
      name: "books.html",
      source:
        '{% query "dear_books" as dear %}{{ dear|length }}{% for book in page.items %}<a href="{% url \'book_list\' %}">{{ book.title }}</a>{% endfor %}\n',
      order: "a",
    },
    {
      kind: "route",
      id: testId("route", "books"),
      name: "book_list",
      label: "Books",
      path: "/books/",
      view: { name: "list", modelId: book, templateId, pageSize: 25 },
      access: 'user.group == "editors"',
      groupId: testId("routeGroup", "shop"),
      order: "a",
    },
    {
      kind: "routeGroup",
      id: testId("routeGroup", "shop"),
      label: "Shop",
      prefix: "/shop",
      access: 'user.group == "editors"',
      layoutId: testId("template", "layout"),
      order: "a",
    },
    {
      kind: "template",
      id: testId("template", "layout"),
      name: "layout.html",
      source: '{% extends "_default/base.html" %}',
      order: "b",
    },
    {
      kind: "query",
      id: testId("query", "dear"),
      name: "dear_books",
      label: "Dear books",
      modelId: book,
      parameters: [],
      where: "record.price > 20",
      sort: [{ fieldId: title, direction: "asc" }],
      limit: 3,
      result: { kind: "list" },
      order: "a",
    },
    {
      kind: "template",
      id: testId("template", "mail"),
      name: "mails/news.html",
      source:
        '{% extends "_mail/base.html" %}{% block subject %}{{ record.title }}{% endblock %}{% block main %}<p>{{ record.price }}</p>{% endblock %}\n',
      order: "c",
    },
    {
      kind: "mailTemplate",
      id: testId("mailTemplate", "news"),
      name: "news_of_book",
      label: "News of a book",
      modelId: book,
      templateId: testId("template", "mail"),
      order: "a",
    },
    {
      kind: "form",
      id: testId("form", "edit"),
      name: "edit_book",
      label: "Edit a book",
      modelId: book,
      action: "update",
      intro: "What has changed?",
      submitLabel: "Keep it",
      success: { to: "route", routeId: testId("route", "books"), parameters: { title: "record.title" } },
      protection: { honeypot: true, minSeconds: 1, perMinute: 20 },
      nativeChecks: true,
      order: "a",
    },
    {
      kind: "formField",
      id: testId("formField", "title"),
      formId: testId("form", "edit"),
      fieldId: title,
      label: "The title",
      help: "As on the cover",
      required: true,
      initial: "record.title",
      order: "a",
    },
    {
      kind: "formField",
      id: testId("formField", "price"),
      formId: testId("form", "edit"),
      fieldId: fieldId("book", "price"),
      fixed: "record.price + record.price",
      order: "b",
    },
    {
      kind: "formField",
      id: testId("formField", "agree"),
      formId: testId("form", "edit"),
      own: { name: "agree", type: { name: "boolean" }, mustBeTrue: true },
      label: "I have read it again",
      order: "c",
    },
    {
      kind: "formLines",
      id: testId("formLines", "chapters"),
      formId: testId("form", "edit"),
      relationFieldId: fieldId("chapter", "book"),
      label: "Its chapters",
      min: 1,
      max: 20,
      blank: 2,
      canAdd: true,
      canDelete: false,
      order: "a",
    },
    {
      kind: "formField",
      id: testId("formField", "heading"),
      formId: testId("form", "edit"),
      linesId: testId("formLines", "chapters"),
      fieldId: fieldId("chapter", "heading"),
      required: true,
      order: "a",
    },
    ...others,
  ];
  const records = { ...drawn.records, ...Object.fromEntries(more.map((record) => [record.id, record])) };
  return { ...drawn, records: records as AppDefinition["records"] };
}
