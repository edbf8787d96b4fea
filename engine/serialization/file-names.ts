import { recordKinds } from "../kinds/facts-of.ts";
import { isOneEditAway } from "../nearest-name.ts";
import { placeOf } from "./file-places.ts";

/** The files of an app that hold no kind of their own: its settings, and what no other file can hold. */
const SINGLE = ["app.json", "others.json"];

const places = () => recordKinds().map(placeOf);

const jsonFolders = (): readonly string[] =>
  places().flatMap((place) => (place.place === "folder" ? [place.folder] : []));
const textFolders = (): readonly string[] => places().flatMap(({ text }) => (text ? [text.folder] : []));

/** Whether a file can be one of an app's, by its path: `routes.json`, `models/book.json`, `templates/books/list.html`. */
export function isDefinitionFile(path: string): boolean {
  const slash = path.indexOf("/");
  if (slash < 0) return SINGLE.includes(path) || places().some((one) => one.place === "list" && one.file === path);
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (jsonFolders().includes(folder) && /^[^/]+\.json$/.test(name)) return true;
  return textFolders().includes(folder) && name !== "";
}

/**
 * The file that somebody most likely meant by one that is none of an app's: `rotes.json`, or `forms.json` beside the folder
 * `forms`. Undefined for what is near none of them, which may be anything.
 */
export function meantFile(path: string): string | undefined {
  if (isDefinitionFile(path)) return undefined;
  const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined;
  if (folder !== undefined) return jsonFolders().includes(folder) ? `${folder}/….json` : undefined;
  if (!path.endsWith(".json")) return undefined;
  const name = path.slice(0, -".json".length);
  const lists = places().flatMap((place) => (place.place === "list" ? [place.file] : []));
  const inFolder = jsonFolders().find((one) => one === name || isOneEditAway(one, name));
  return inFolder ? `${inFolder}/….json` : [...SINGLE, ...lists].find((one) => isOneEditAway(one, path));
}

/** Whether a folder, or one above it, can hold files of an app. */
export const isDefinitionFolder = (path: string): boolean =>
  [...jsonFolders(), ...textFolders()].includes(path.split("/", 1)[0] ?? "");
