/**
 * What a browser does with an attribute's value decides how a value put there must be escaped. After Go's
 * html/template (attr.go), stricter where nothing reasonable is lost.
 */
export type AttributeKind =
  | { readonly kind: "plain" }
  | { readonly kind: "url" }
  | { readonly kind: "srcset" }
  /** CSS: only numbers may be inserted. */
  | { readonly kind: "style" }
  | { readonly kind: "refused"; readonly because: string };

const PLAIN: AttributeKind = { kind: "plain" };
const URL_KIND: AttributeKind = { kind: "url" };

const URL_ATTRIBUTES = new Set([
  "href",
  "src",
  "action",
  "formaction",
  "cite",
  "poster",
  "background",
  "data",
  "manifest",
  "longdesc",
  "usemap",
  "profile",
  "codebase",
  "archive",
  "icon",
  "dynsrc",
  "lowsrc",
  "ping",
  "classid",
]);
const SRCSET = new Set(["srcset", "imagesrcset"]);
/** Attributes that decide the meaning of the rest of the element, or that contain a page. */
const FIXED: Readonly<Record<string, string>> = {
  srcdoc: "it holds a page of its own",
  "http-equiv": "it changes what the browser does with the page",
  sandbox: "it holds the rights of a frame",
  nonce: "it lets scripts run",
  integrity: "it guards a script",
  is: "it chooses what the element does",
  attributename: "it chooses what an animation changes",
};
/** Elements whose address is code, or that change every other address. */
const FIXED_ADDRESS: Readonly<Record<string, ReadonlySet<string>>> = {
  script: new Set(["src", "type", "href"]),
  base: new Set(["href", "target"]),
  embed: new Set(["src", "type"]),
  object: new Set(["data", "type", "classid", "codebase"]),
  applet: new Set(["code", "codebase", "archive"]),
  link: new Set(["rel", "as", "type"]),
  style: new Set(["type"]),
  animate: new Set(["to", "from", "by", "values"]),
  set: new Set(["to", "from", "by", "values"]),
  use: new Set(["href"]),
};
/** Attributes in which scripts of well-known libraries read code. */
const LIBRARY_CODE = /^(?:@|:|x-|v-|ng-|hx-on|wire:)/;

/** Whether browsers follow or load what the attribute holds, or an animation writes it into such an attribute. */
export function holdsAddress(element: string, name: string): boolean {
  if (name.startsWith("data-") || name.startsWith("xmlns")) return false;
  const { kind } = attributeKind(element, name);
  return kind === "url" || kind === "srcset" || FIXED_ADDRESS[element]?.has(name.slice(name.indexOf(":") + 1)) === true;
}

/** `name` and `element` in lower case. */
export function attributeKind(element: string, name: string): AttributeKind {
  if (name.startsWith("on")) return { kind: "refused", because: "it is run as a script" };
  if (LIBRARY_CODE.test(name)) return { kind: "refused", because: "scripts read it as code" };
  const local = name.startsWith("data-") ? name.slice(5) : name.slice(name.indexOf(":") + 1);
  if (FIXED_ADDRESS[element]?.has(local))
    return { kind: "refused", because: `it decides what <${element}> loads or does` };
  if (Object.hasOwn(FIXED, local)) return { kind: "refused", because: FIXED[local] as string };
  if (name === "style") return { kind: "style" };
  if (SRCSET.has(local)) return { kind: "srcset" };
  if (name.startsWith("xmlns")) return URL_KIND;
  if (URL_ATTRIBUTES.has(local))
    return element === "form" || local !== "data" || element === "object" ? URL_KIND : PLAIN;
  if (/src|uri|url/.test(local)) return URL_KIND;
  return PLAIN;
}
