import { describe, expect, it } from "vitest";
import { app, fieldId, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition, DefinitionRecord } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../../edits/apply-edits.ts";
import type { EditCommand } from "../../edits/commands/edit-command.ts";
import { renameField } from "../../edits/commands/fields.ts";
import { addMail, changeMailSettings, deleteMail, takeOverMail } from "../../edits/commands/mails.ts";
import { whereUsed } from "../../edits/where-used.ts";
import { accountMails, requiredVariables } from "../../email/account-mails.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { mailEntries } from "./mail-entries.ts";
import type { MailValues } from "./mail-scope.ts";
import { MAIL_BASE, ownMailName } from "./mail-sources.ts";
import { previewMail, sampleMailValues } from "./preview-mail.ts";

const shop = app(
  model("order", text("number"), text("city"), relation("customer", "person")),
  model("person", text("name")),
);
let state = 7;
/** Always the same bytes, one after the other. */
const random = (count: number) =>
  Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 16) & 255;
  });

const template = (name: string, source: string): DefinitionRecord => ({
  kind: "template",
  id: testId("template", name),
  name,
  source,
  order: "a",
});
const withRecords = (definition: AppDefinition, ...records: readonly DefinitionRecord[]): AppDefinition => ({
  ...definition,
  records: { ...definition.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
});
function run(definition: AppDefinition, command: EditCommand): AppDefinition {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.definition;
}

function rendered(definition: AppDefinition, which: string, values: Partial<MailValues> = {}) {
  const reader = readDefinition(definition);
  const entries = mailEntries(reader, compileRoutes(reader.routes));
  const entry = entries.find(({ kind }) => (kind.of === "account" ? kind.name : kind.record.name) === which);
  if (!entry) throw new Error(`There is no mail ${which}.`);
  const result = previewMail(reader, entry, {
    values: { ...sampleMailValues(new Date("2026-11-30T00:00:00Z")), ...values },
    origin: "https://shop.example",
    budget: { ...DEFAULT_LIMITS, now: () => 0, deadline: 1_000 },
  });
  if (!result.ok) throw new Error(result.reason);
  return result.mail;
}

const codes = (definition: AppDefinition) =>
  checkApp(definition)
    .filter(({ code }) => code.startsWith("MAIL_") || code.startsWith("TEMPLATE_") || code.startsWith("EXPR_"))
    .map(({ code }) => code);

describe("the mails of accounts", () => {
  it.each(accountMails.flatMap((name) => ["en", "de", "fr", "es", "ar"].map((locale) => [name, locale] as const)))(
    "%s is a whole mail in %s, as HTML and as text",
    (name, locale) => {
      const label = 'Tom & "Jerry" {{ 1 }}';
      const definition = { ...shop, settings: { ...shop.settings, locale, label } };
      const { subject, html, text: plain } = rendered(definition, name, { toName: "<b>Ada</b>" });
      expect(subject).toContain(label);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).toContain(locale === "ar" ? 'dir="rtl"' : 'dir="ltr"');
      expect(html).toContain("&lt;b&gt;Ada&lt;/b&gt;");
      expect(html).not.toMatch(/<script|<link|<img|url\(/i);
      expect(html).not.toContain("\u0001");
      expect(plain).toContain("<b>Ada</b>");
      expect(plain).not.toMatch(/<p|style=|&amp;/);
      for (const text of [html, plain])
        expect(text.includes("https://shop.example/accounts/example/")).toBe(requiredVariables[name].length > 0);
    },
  );

  it("say once in the text where the link is, until when in which zone, and no end of a link that has none", () => {
    const inVienna = { ...shop, settings: { ...shop.settings, timeZone: "Europe/Vienna" } };
    const { text: plain } = rendered(inVienna, "reset");
    expect(plain.split("https://shop.example/accounts/example/")).toHaveLength(2);
    expect(plain).toContain("2:00 AM (Europe/Vienna).");
    expect(rendered(inVienna, "known-address").text).not.toContain("Europe/Vienna");
  });

  it("are taken over as they are, layout and all", () => {
    let definition = run(shop, takeOverMail(readDefinition(shop), "layout", random));
    for (const name of accountMails) {
      const taken = run(definition, takeOverMail(readDefinition(definition), name, random));
      expect(rendered(taken, name)).toEqual(rendered(shop, name));
      expect(readDefinition(taken).templateByName(ownMailName(name))).toBeDefined();
      definition = taken;
    }
    expect(readDefinition(definition).templateByName(MAIL_BASE)).toBeDefined();
    expect(codes(definition)).toEqual([]);
  });

  it("cannot be published without their link, nor with a name that a mail does not have", () => {
    const own = (source: string) => withRecords(shop, template("mails/reset.html", source));
    const page = (main: string) =>
      `{% extends "_mail/base.html" %}{% block subject %}Hello{% endblock %}{% block main %}${main}{% endblock %}`;
    expect(codes(own(page('<a href="{{ mail.link }}">Go</a>')))).toEqual([]);
    expect(codes(own(page("<p>Nothing</p>")))).toEqual(["MAIL_E001"]);
    expect(codes(own(page('<a href="{{ mail.link }}">{{ request.path }}</a>')))).toHaveLength(1);
    expect(codes(own(page(`<a href="{{ mail.link }}">${"x".repeat(100_000)}</a>`)))).toEqual(["MAIL_W005"]);
  });

  it("say at their end what the settings say", () => {
    const reader = readDefinition(shop);
    const settled = run(shop, changeMailSettings(reader, { footer: "1 Main Street <Town>" }));
    expect(rendered(settled, "reset").text).toContain("1 Main Street <Town>");
    const back = run(settled, changeMailSettings(readDefinition(settled), { footer: "" }));
    expect(back.settings.mail).toBeUndefined();
  });
});

describe("a mail of the builder's", () => {
  const added = addMail(readDefinition(shop), { label: "Order is on its way", modelId: modelId("order") }, random);
  const source =
    '{% extends "_mail/base.html" %}{% block subject %}{{ record.number }}{% endblock %}{% block main %}<p>To {{ record.city }}, for {{ record.customer.name }}. <a href="/orders/">All</a></p><ul><li>One</li><li>Two</li></ul>{% endblock %}';
  const before = run(shop, added);
  const definition = run(before, {
    label: "",
    operations: [{ op: "update", id: added.templateId, set: { source }, unset: [] }],
  });

  it("shows the row that it is about, and links to the app", () => {
    expect(codes(before)).toEqual([]);
    const { subject, text: plain, html } = rendered(definition, "order_is_on_its_way");
    expect(subject).toContain("Number");
    expect(html).toContain('href="https://shop.example/orders/"');
    expect(plain).toContain("All: https://shop.example/orders/");
    expect(plain).toContain("- One\n- Two");
  });

  it("follows when a field is renamed, and is found where it is used", () => {
    const id = fieldId("order", "city");
    const renamed = run(
      definition,
      renameField(readDefinition(definition), { fieldId: id, name: "town", label: "Town" }),
    );
    expect(readDefinition(renamed).template(added.templateId)?.source).toContain("{{ record.town }}");
    expect(codes(renamed)).toEqual([]);
    const users = whereUsed(readDefinition(definition), id).map(({ record }) => record.id);
    expect(users).toContain(added.templateId);
  });

  it("is told when what it needs is not there", () => {
    const reader = readDefinition(definition);
    const without = (id: string) =>
      withRecords({
        ...definition,
        records: Object.fromEntries(Object.entries(definition.records).filter(([key]) => key !== id)),
      } as AppDefinition);
    expect(codes(without(added.templateId))).toEqual(["MAIL_E003"]);
    expect(codes(without(modelId("order")))).toContain("MAIL_E004");
    const mail = reader.ofKind("mailTemplate")[0] as DefinitionRecord;
    expect(codes(withRecords(definition, { ...mail, id: testId("mailTemplate", "other") } as never))).toContain(
      "MAIL_E002",
    );
    expect(run(definition, deleteMail(reader, { mailId: added.mailId }))).toEqual(shop);
  });

  it("does not take over a mail of accounts by its name", () => {
    const reset = run(shop, addMail(readDefinition(shop), { label: "Reset" }, random));
    expect(rendered(reset, "reset").subject).toBeDefined();
    expect(readDefinition(reset).templateByName("mails/reset.html")).toBeUndefined();
  });
});
