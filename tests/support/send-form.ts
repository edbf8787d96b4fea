import type { Answered, ServedApp } from "./served-app.ts";

/** A form of a page as a browser without JavaScript would send it. */
export interface FilledForm {
  readonly action: string;
  /** What would be sent if nothing were typed. */
  readonly values: Readonly<Record<string, string>>;
  /** The same in their order, with names that stand more than once. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly html: string;
}

const plain = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#34;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** Reads the form of a page; `id` where there are several. */
export function formIn(page: string, id?: string): FilledForm {
  const forms = [...page.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g)].map(([html]) => html);
  const html = forms.find((form) => id === undefined || form.includes(`id="${id}"`));
  if (html === undefined) throw new Error(`No form${id ? ` ${id}` : ""} in: ${page.slice(0, 3000)}`);
  const values: Record<string, string> = {};
  const pairs: (readonly [string, string])[] = [];
  const note = (name: string, value: string): void => {
    values[name] = value;
    pairs.push([name, value]);
  };
  const attribute = (tag: string, name: string) => {
    const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
    return found === undefined ? undefined : plain(found);
  };
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, "name");
    if (name === undefined) continue;
    const type = attribute(tag, "type");
    const isOff = (type === "checkbox" || type === "radio") && !/\schecked/.test(tag);
    if (!isOff) note(name, attribute(tag, "value") ?? "");
  }
  for (const [, tag, body] of html.matchAll(/(<textarea[^>]*>)\n?([\s\S]*?)<\/textarea>/g))
    note(attribute(tag as string, "name") ?? "", plain(body as string));
  for (const [, tag, body] of html.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)) {
    const chosen = [...(body as string).matchAll(/<option[^>]*>/g)].find(([option]) => / selected/.test(option));
    note(attribute(tag as string, "name") ?? "", chosen ? (attribute(chosen[0], "value") ?? "") : "");
  }
  return { action: plain(/action="([^"#]*)/.exec(html)?.[1] ?? ""), values, pairs, html };
}

export const OWN_PAGE = { "sec-fetch-site": "same-origin", origin: "http://shop.localhost:4000" };

/** Sends values as a page of the app would. */
export const post = (
  served: ServedApp,
  target: string,
  values: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  headers: Readonly<Record<string, string>> = OWN_PAGE,
  address?: string,
): Promise<Answered> =>
  served.request("POST", target, {
    ...(address === undefined ? {} : { address }),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(values as Record<string, string>).toString(),
  });

/** Opens a page, types into its form, sends it. */
export async function fillAndSend(
  served: ServedApp,
  target: string,
  typed: Readonly<Record<string, string>>,
  id?: string,
): Promise<Answered> {
  const page = await served.request("GET", target);
  if (page.status !== 200) throw new Error(`${target} answers ${page.status}: ${page.text.slice(0, 500)}`);
  const form = formIn(page.text, id);
  return post(served, form.action, { ...form.values, ...typed });
}
