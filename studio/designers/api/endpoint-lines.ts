import { isForAnyone } from "#engine/definition/grants";
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
  const { model } = input;
  const collection = `/api/v1/${pathSegmentOf(model)}`;
  const many = model.pluralLabel ?? model.label;
  const { example } = keyOf(model);
  const curl = curlOf(input);
  return [
    {
      method: "GET",
      path: collection,
      words: `List ${many}`,
      action: "read",
      curl: curl({ action: "read", method: "GET", path: `${collection}?limit=5` }),
    },
    {
      method: "POST",
      path: collection,
      words: `Add one ${model.label}`,
      action: "create",
      curl: curl({ action: "create", method: "POST", path: collection, withBody: true }),
    },
    {
      method: "GET",
      path: `${collection}/{id}`,
      words: `One ${model.label}`,
      action: "read",
      curl: curl({ action: "read", method: "GET", path: `${collection}/${example}` }),
    },
    {
      method: "PATCH",
      path: `${collection}/{id}`,
      words: "Change it",
      action: "update",
      curl: curl({ action: "update", method: "PATCH", path: `${collection}/${example}`, withBody: true }),
    },
    {
      method: "DELETE",
      path: `${collection}/{id}`,
      words: "Delete it",
      action: "delete",
      curl: curl({ action: "delete", method: "DELETE", path: `${collection}/${example}` }),
    },
  ];
}

interface CurlCall extends Pick<EndpointLine, "action" | "method" | "path"> {
  readonly withBody?: boolean;
}

/** A call that can be pasted into a terminal, with a key where the model is not open to everybody. */
function curlOf(input: Parameters<typeof endpointLines>[0]): (made: CurlCall) => string {
  const { reader, model } = input;
  const base = input.appUrl.replace(/\/$/, "");
  const field = firstTitleField(reader.fields(model.id));
  const body = JSON.stringify({ [field?.name ?? "name"]: "…" });
  const key = "-H 'Authorization: Bearer qk_…'";
  const isOpen = (action: RuleAction): boolean => reader.grants(model.id, action).some(isForAnyone);
  return ({ action, method, path, withBody = false }) =>
    [
      "curl",
      method === "GET" ? "" : `-X ${method}`,
      isOpen(action) ? "" : key,
      withBody ? `-H 'Content-Type: application/json' -d '${body}'` : "",
      `'${base}${path}'`,
    ]
      .filter((part) => part !== "")
      .join(" ");
}
