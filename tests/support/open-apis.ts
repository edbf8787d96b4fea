import type { AppDefinition } from "#engine/definition/app-definition";
import { uniqueIdentifier } from "#engine/definition/identifiers";
import {
  app,
  bigInteger,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  float,
  integer,
  longText,
  model,
  relation,
  testId,
  text,
} from "../builders.ts";

const all = { read: "true", create: "true", update: "true", delete: "true" };

/** A shop with every field type, relations, a circle, a model for keys alone, one for letters, and one that is closed. */
export function bookshop(): AppDefinition {
  return {
    ...app(
      model(
        "book",
        text("title", { required: true }),
        relation("author", "author", { required: true }),
        relation("translator", "author", { onDelete: "set_null" }),
        relation("place", "shelf"),
        text("isbn", { label: "ISBN", unique: true, type: { name: "text", maxLength: 17 } }),
        decimal("price", { required: true, default: "9.90" }),
        integer("pages"),
        bigInteger("barcode"),
        float("rating"),
        boolean("in_stock", { required: true, default: true }),
        choice("format", ["paperback", "hardback", "audio"], { required: true }),
        choice("mood", []),
        longText("blurb"),
        date("published"),
        dateTime("available_from"),
        field("opens", { name: "time" }),
        field("length", { name: "duration" }),
        field("publisher_email", { name: "email" }),
        field("website", { name: "link" }),
        field("hotline", { name: "phone", country: "AT" }),
        field("story", { name: "markdown" }),
        field("cover", { name: "colour" }),
        field("slug", { name: "slug" }),
        field("server", { name: "ip" }),
        field("edition", { name: "uuid" }),
        field("extra", { name: "json" }),
        integer("count"),
        field("created", { name: "created_at" }),
        field("updated", { name: "updated_at" }),
        { pluralLabel: "Books", rules: all, api: true },
      ),
      model("author", text("name", { required: true }), relation("best_book", "book", { onDelete: "set_null" }), {
        pluralLabel: "Authors",
        key: "uuid",
        rules: { ...all, read: "name != 'Anonymous'", delete: "user.group == 'editors'" },
        api: true,
      }),
      model("order", integer("quantity", { required: true }), relation("book", "book", { required: true }), {
        pluralLabel: "Orders",
        rules: { read: "user != null", create: "user != null" },
        api: true,
      }),
      // People may write and nobody may read.
      model("letter", longText("body", { required: true }), {
        pluralLabel: "Letters",
        rules: { create: "true" },
        api: true,
      }),
      // Names that a component of ours has, or would be given.
      model("problem", text("text"), { rules: { read: "true" }, api: true }),
      model("book_list", text("name"), { rules: { read: "true" }, api: true }),
      // Open, and no rule lets anyone in.
      model("ledger", text("entry"), { pluralLabel: "Ledgers", api: true }),
      // Rules, and not opened.
      model("shelf", text("secret_code"), { pluralLabel: "Shelves", rules: all }),
    ),
    settings: { label: "Bookshop", timeZone: "UTC", locale: "en" },
  };
}

/** What people type freely is a label. */
export const HOSTILE_LABELS = [
  `it's "quoted" \`back\` \\slash`,
  "; drop table accounts; --",
  "x".repeat(200),
  "🎬 𝕏 naïve ٣",
  "select",
  "__proto__",
  "constructor",
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[click](javascript:alert(1)) ![x](//evil.test/x.png)",
  "# heading\\ * list | table",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody may type it
  "{{ user.name }} {% if %} ${HOME} $(id) %s",
  "../../etc/passwd",
  "&lt;b&gt; &amp;",
];

/** A model and a field for each hostile label, in plural, help and choices too. */
export function hostileApi(): AppDefinition {
  const taken = new Set<string>();
  const name = (label: string, names: Set<string>, fallback: string): string => {
    const made = uniqueIdentifier({ label, fallback, taken: names });
    names.add(made);
    return made;
  };
  const models = HOSTILE_LABELS.map((label) => {
    const fields = new Set<string>();
    return model(
      name(label, taken, "model"),
      ...HOSTILE_LABELS.map((fieldLabel) => text(name(fieldLabel, fields, "field"), { label: fieldLabel })),
      choice(
        "hostile_choice",
        HOSTILE_LABELS.map((value) => value.slice(0, 100)),
        { label },
      ),
      { label, pluralLabel: label, rules: all, api: true },
    );
  });
  const definition = app(...models);
  const records = Object.fromEntries(
    Object.values(definition.records).map((record) => [
      record.id,
      record.kind === "model" || record.kind === "field"
        ? { ...record, help: HOSTILE_LABELS.join("\n") }
        : record.kind === "choice"
          ? { ...record, label: `${record.value}${testId("choice", record.value)}` }
          : record,
    ]),
  );
  return {
    ...definition,
    records: records as AppDefinition["records"],
    settings: { ...definition.settings, label: HOSTILE_LABELS[7] as string },
  };
}
