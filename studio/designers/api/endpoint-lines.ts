import type { DefinitionReader } from "#engine/definition/reader";
import type { RuleAction } from "#engine/definition/records/access";
import type { ModelRecord } from "#engine/definition/records/model";
import { pathSegmentOf } from "#engine/edits/commands/routes";
import { keyOf } from "#engine/field-types/keys";
import { firstTitleField } from "#engine/field-types/registry";

/** What a client may do with a model that is open in the API, one line each. */
export interface EndpointLine {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As shown, `/api/v1/movies/{id}`. */
  readonly path: string;
  readonly words: string;
  readonly action: RuleAction;
  readonly curl: string;
}

export function endpointLines(input: {
  readonly reader: DefinitionReader;
  readonly model: ModelRecord;
  readonly appUrl: string;
}): readonly EndpointLine[] {
  const { reader, model } = input;
  const collection = `/api/v1/${pathSegmentOf(model)}`;
  const base = input.appUrl.replace(/\/$/, "");
  const many = model.pluralLabel ?? model.label;
  const field = firstTitleField(reader.fields(model.id));
  const { example } = keyOf(model);
  const body = JSON.stringify({ [field?.name ?? "name"]: "…" });
  const key = "-H 'Authorization: Bearer qk_…'";
  const isOpen = (action: RuleAction): boolean => reader.rule(model.id, action)?.expression.trim() === "true";
  const curl = (action: RuleAction, method: string, path: string, withBody: boolean): string =>
    [
      "curl",
      method === "GET" ? "" : `-X ${method}`,
      isOpen(action) ? "" : key,
      withBody ? `-H 'Content-Type: application/json' -d '${body}'` : "",
      `'${base}${path}'`,
    ]
      .filter((part) => part !== "")
      .join(" ");
  return [
    {
      method: "GET",
      path: collection,
      words: `List ${many}`,
      action: "read",
      curl: curl("read", "GET", `${collection}?limit=5`, false),
    },
    {
      method: "POST",
      path: collection,
      words: `Add one ${model.label}`,
      action: "create",
      curl: curl("create", "POST", collection, true),
    },
    {
      method: "GET",
      path: `${collection}/{id}`,
      words: `One ${model.label}`,
      action: "read",
      curl: curl("read", "GET", `${collection}/${example}`, false),
    },
    {
      method: "PATCH",
      path: `${collection}/{id}`,
      words: "Change it",
      action: "update",
      curl: curl("update", "PATCH", `${collection}/${example}`, true),
    },
    {
      method: "DELETE",
      path: `${collection}/{id}`,
      words: "Delete it",
      action: "delete",
      curl: curl("delete", "DELETE", `${collection}/${example}`, false),
    },
  ];
}
