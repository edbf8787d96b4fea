import * as z from "zod";
import { type Endpoint, PLATFORM_PREFIX, problemDetailsSchema } from "#contract/endpoint";
import { endpoints } from "#contract/endpoints";
import * as account from "#contract/http/account";
import * as address from "#contract/http/address";
import * as appUsers from "#contract/http/app-users";
import * as apps from "#contract/http/apps";
import * as audit from "#contract/http/audit";
import * as data from "#contract/http/data";
import * as drafts from "#contract/http/drafts";
import * as imports from "#contract/http/imports";
import * as people from "#contract/http/people";
import * as releases from "#contract/http/releases";
import * as session from "#contract/http/session";
import * as tokens from "#contract/http/tokens";
import { isSensitive, permissions } from "#contract/permissions";
import { jsonValueSchema } from "#engine/definition/json";

/**
 * The OpenAPI 3.1 document of the platform's own API, printed from the same values that the server mounts and the
 * studio calls. Schemas that the contract exports are its components, by their names: `appSummarySchema` is AppSummary.
 */
export function platformOpenApi(baseUrl: string): unknown {
  const components = new Components();
  components.schema(problemDetailsSchema, "output");
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = `${PLATFORM_PREFIX}${endpoint.path.replace(/:([A-Za-z]+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint, components) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Quintet platform",
      version: "1",
      description:
        "Everything the studio does. Scripts send an API token (`Authorization: Bearer qt_…`, made in the studio under API tokens); each operation names the scope that it needs. An operation that answers `confirmation_required` is sensitive: a session does it within 15 minutes of its sign-in or of `confirmSession`; tokens are not asked. With the session cookie instead, requests that change something need an Origin header of the studio's host.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: baseUrl }],
    tags: [...new Set(endpoints.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-quintet" },
        token: { type: "http", scheme: "bearer" },
      },
      schemas: components.schemas,
      responses: {
        ConfirmationRequired: {
          description:
            "Not allowed; or, with the code `confirmation_required`, a session that was not confirmed within 15 minutes (`confirmSession`)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDetails" } } },
        },
        Problem: {
          description: "What is wrong (RFC 9457)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDetails" } } },
        },
      },
    },
  };
}

function operationOf(endpoint: Endpoint, components: Components): unknown {
  const body = contentOf(endpoint, components);
  const answer =
    endpoint.rawResponse === undefined
      ? { "application/json": { schema: components.schema(endpoint.response, "output") } }
      : { [endpoint.rawResponse]: { schema: { type: "string" } } };
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: securityOf(endpoint),
    parameters: [
      ...parametersOf(components.schema(endpoint.params, "output"), "path"),
      ...parametersOf(components.schema(endpoint.query, "input"), "query"),
    ],
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      [endpoint.status]: { description: "Done", ...(endpoint.status === 204 ? {} : { content: answer }) },
      ...(endpoint.action !== undefined && isSensitive(endpoint.action)
        ? { 403: { $ref: "#/components/responses/ConfirmationRequired" } }
        : {}),
      "4XX": { $ref: "#/components/responses/Problem" },
      "5XX": { $ref: "#/components/responses/Problem" },
    },
  };
}

/** OpenAPI 3.1 lets a bearer scheme list the scopes that are needed. */
function securityOf({ action }: Endpoint): unknown[] {
  if (action === undefined) return [];
  const { scope } = permissions[action];
  if (scope === "people") return [{ session: [] }];
  return [{ session: [] }, { token: scope === "any" ? [] : [scope] }];
}

function contentOf(endpoint: Endpoint, components: Components): Record<string, unknown> | undefined {
  if (endpoint.rawBody) return { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
  if (endpoint.body instanceof z.ZodUndefined) return undefined;
  return { "application/json": { schema: components.schema(endpoint.body, "input") } };
}

/** An object of text values is one free-form parameter: the names are the app's own. */
function parametersOf(schema: JsonSchema, place: "path" | "query"): unknown[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const named = Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
  if (typeof additionalProperties !== "object") return named;
  return [
    ...named,
    {
      name: "filters",
      in: place,
      required: false,
      style: "form",
      explode: true,
      schema: { type: "object", additionalProperties },
    },
  ];
}

interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/** Collects what has a name, so that each is printed once. */
class Components {
  readonly schemas: Record<string, unknown> = {};
  readonly #names = z.registry<{ id: string }>();

  constructor() {
    const named = {
      ...account,
      ...address,
      ...apps,
      ...appUsers,
      ...audit,
      ...data,
      ...drafts,
      ...imports,
      ...people,
      ...releases,
      ...session,
      ...tokens,
      problemDetailsSchema,
      jsonValueSchema,
    };
    const known = new Set<unknown>();
    for (const [name, value] of Object.entries(named)) {
      // One schema under two names keeps the first.
      if (!name.endsWith("Schema") || !(value instanceof z.ZodType) || known.has(value)) continue;
      known.add(value);
      this.#names.add(value, { id: name.charAt(0).toUpperCase() + name.slice(1, -"Schema".length) });
    }
  }

  /** `unrepresentable: any`: what JSON Schema cannot say (a check in code) is left out and still holds. */
  schema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const printed = z.toJSONSchema(schema, {
      target: "draft-2020-12",
      metadata: this.#names,
      io,
      unrepresentable: "any",
      reused: "inline",
    });
    const { $schema, $defs = {}, id, ...rest } = printed;
    // What goes in may be less than what comes out (defaults): then the two have two names.
    const renamed = new Map(Object.keys($defs).map((name) => [name, io === "input" ? `${name}Input` : name]));
    for (const [name, definition] of Object.entries($defs)) {
      const { id: _id, ...body } = definition as JsonSchema;
      this.schemas[renamed.get(name) ?? name] = withReferences(body, renamed);
    }
    const body = withReferences(rest, renamed) as JsonSchema;
    if (typeof id !== "string") return body;
    const name = io === "input" ? `${id}Input` : id;
    this.schemas[name] = body;
    return { $ref: `#/components/schemas/${name}` };
  }
}

function withReferences(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, renamed));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== "$ref" || typeof item !== "string") return [key, withReferences(item, renamed)];
      const name = item.replace("#/$defs/", "");
      return [key, `#/components/schemas/${renamed.get(name) ?? name}`];
    }),
  );
}
