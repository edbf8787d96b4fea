import { type AppTheme, defaultTheme } from "../definition/app-theme.ts";
import { isEqualJson } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { readablePath } from "../routing/readable-path.ts";
import { labelsOfView, modelOfView } from "../view-types/registry.ts";
import { describeAccess, describeRule } from "./describe-rule.ts";

/** What visitors of the app's pages will notice, as sentences. */
export function forPeople(from: DefinitionReader | undefined, to: DefinitionReader): string[] {
  return [...settings(from, to), ...routes(from, to), ...templates(from, to), ...fieldsOnPages(from, to)];
}

function settings(from: DefinitionReader | undefined, to: DefinitionReader): string[] {
  const old = from?.definition.settings;
  const now = to.definition.settings;
  if (!old) return [];
  const sentences: string[] = [];
  if (old.label !== now.label) sentences.push(`The app is called "${now.label}" instead of "${old.label}".`);
  if (old.timeZone !== now.timeZone)
    sentences.push(`Times are shown as in ${now.timeZone} instead of ${old.timeZone}.`);
  if (old.locale !== now.locale) sentences.push(`Numbers and dates are written as in ${now.locale}.`);
  return [...sentences, ...look(old.theme, now.theme)];
}

function look(old: AppTheme = defaultTheme, now: AppTheme = defaultTheme): readonly string[] {
  const { logo: oldLogo, favicon: oldIcon, ...before } = old;
  const { logo, favicon, ...after } = now;
  const picture = (name: string, was: string | undefined, is: string | undefined): readonly string[] =>
    was === is ? [] : [is === undefined ? `The ${name} is removed from all pages.` : `All pages have a new ${name}.`];
  return [
    ...(isEqualJson(before, after) ? [] : ["All pages look different: the theme has changed."]),
    ...picture("logo", oldLogo, logo),
    ...picture("icon in the browser's tab", oldIcon, favicon),
  ];
}

function routes(from: DefinitionReader | undefined, to: DefinitionReader): string[] {
  const before = new Map((from?.routes ?? []).map((route) => [route.id, route]));
  const sentences: string[] = [];
  for (const route of to.routes) {
    const old = before.get(route.id);
    before.delete(route.id);
    const who = describeRule(to, route.access);
    if (!old) {
      const words = `New page ${readablePath(route.path)}: ${labelsOfView(to, route.view).phrase}. May open it: ${lower(who.words)}.`;
      const closed = who.openness > 0 ? unreadModel(to, route) : undefined;
      sentences.push(closed === undefined ? words : `${words} It stays closed until somebody may read ${closed}.`);
      continue;
    }
    if (old.path !== route.path)
      sentences.push(`${readablePath(old.path)} moves to ${readablePath(route.path)}; links to the old address break.`);
    if (!isEqualJson(old.view, route.view))
      sentences.push(`${readablePath(route.path)} shows ${labelsOfView(to, route.view).phrase}.`);
    const past = describeRule(from, old.access);
    if (past.words !== who.words)
      sentences.push(`May open ${readablePath(route.path)}: ${lower(who.words)}; before: ${lower(past.words)}.`);
  }
  for (const route of before.values()) sentences.push(`The page ${readablePath(route.path)} is gone.`);
  return sentences;
}

/** A model whose rows a page shows, while no caller may read them: a visitor would see that the page is closed. */
function unreadModel(reader: DefinitionReader, { view }: RouteRecord): string | undefined {
  const model = modelOfView(reader, view);
  if (!model || describeAccess(reader, model.id, "read").openness > 0) return undefined;
  return model.pluralLabel ?? model.label;
}

const lower = (words: string): string => (words[0] ?? "").toLowerCase() + words.slice(1);

function templates(from: DefinitionReader | undefined, to: DefinitionReader): string[] {
  if (!from) return [];
  return to.templates.flatMap((template) => {
    const old = from.template(template.id);
    return old && old.source !== template.source ? [`The template ${template.name} looks different.`] : [];
  });
}

/** Default templates show every field, so a new field is a new line on those pages. */
function fieldsOnPages(from: DefinitionReader | undefined, to: DefinitionReader): string[] {
  if (!from) return [];
  const shown = new Set(
    to.routes.flatMap(({ view }) => (view.templateId === undefined ? (modelOfView(to, view)?.id ?? []) : [])),
  );
  return to.models.flatMap((model) => {
    if (!shown.has(model.id) || !from.model(model.id)) return [];
    const added = to.fields(model.id).filter((field) => !from.field(field.id));
    const gone = from.fields(model.id).filter((field) => !to.field(field.id));
    const relabelled = to.fields(model.id).flatMap((field) => {
      const old = from.field(field.id);
      return old && old.label !== field.label
        ? [`Pages of ${model.label} say "${field.label}" instead of "${old.label}".`]
        : [];
    });
    return [
      ...added.map((field) => `Pages of ${model.label} show "${field.label}".`),
      ...gone.map((field) => `Pages of ${model.label} no longer show "${field.label}".`),
      ...relabelled,
    ];
  });
}
