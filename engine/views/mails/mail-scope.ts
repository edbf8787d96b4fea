import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { textDirection } from "../../page-texts/text-direction.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { TemplateScope } from "../../templates/analyze/template-scope.ts";
import type { TemplateData } from "../../templates/render/compile-template.ts";
import { objectOf, recordOf, scalar } from "../../value-types/value-type.ts";
import { viewScopes } from "../view-scope.ts";

const TEXT = scalar("text");

/** No route of the builder: it gives mails what all templates of an app share. */
export const MAIL_ROUTE: RouteRecord = {
  kind: "route",
  id: "rte_mail" as RouteRecord["id"],
  name: "",
  label: "",
  path: "/",
  view: { name: "mail" },
  order: "a",
};

const appType = objectOf({ label: TEXT, locale: TEXT, direction: TEXT, url: TEXT });
const mailType = objectOf({
  address: TEXT,
  name: TEXT,
  link: TEXT,
  code: TEXT,
  new_address: TEXT,
  until: scalar("timestamp"),
  footer: TEXT,
});

/** What a mail may name: `app` and `mail`. There is no request, and neither a form nor a query. */
export function mailScope(reader: DefinitionReader, routes: RouteTable<RouteRecord>): TemplateScope {
  const { queries: _, forms: __, ...scope } = viewScopes(reader, routes).of(MAIL_ROUTE);
  return { ...scope, variables: { app: appType, mail: mailType } };
}

/** The same for a mail that is about a row: `record`. */
export const rowMailScope = (scope: TemplateScope, { id }: Pick<ModelRecord, "id">): TemplateScope => ({
  ...scope,
  variables: { ...scope.variables, record: recordOf(id, scope.model) },
  rows: [{ variable: "record", source: "record" }],
});

/** What a mail shows besides rows. */
export interface MailValues {
  readonly to: string;
  readonly toName?: string | undefined;
  /** A path of the app, or a whole address. */
  readonly link?: string | undefined;
  readonly code?: string | undefined;
  readonly newAddress?: string | undefined;
  /** RFC 3339 with Z. */
  readonly expiresAt?: string | undefined;
}

/** `app` and `mail` of a mail. `origin` is the configured host of the app, `https://shop.example`. */
export function mailData(reader: DefinitionReader, origin: string, values: MailValues): TemplateData {
  const { label, locale, mail } = reader.definition.settings;
  const { link } = values;
  return {
    app: { label, locale, direction: textDirection(locale), url: `${origin}/` },
    mail: {
      address: values.to,
      name: values.toName ?? "",
      link: link === undefined ? null : link.startsWith("/") ? `${origin}${link}` : link,
      code: values.code ?? null,
      new_address: values.newAddress ?? null,
      until: values.expiresAt ?? null,
      footer: mail?.footer ?? null,
    },
  };
}
