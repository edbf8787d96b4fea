import * as z from "zod";
import { type Endpoint, PLATFORM_PREFIX, problemDetailsSchema } from "#contract/endpoint";
import { endpoints } from "#contract/endpoints";

/**
 * The OpenAPI 3.1 document of the platform's own API, printed from the same values that the server mounts and the
 * studio calls.
 */
export function platformOpenApi(baseUrl: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = `${PLATFORM_PREFIX}${endpoint.path.replace(/:([A-Za-z]+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Quintet platform",
      version: "1",
      description:
        "Everything the studio does. Requests that change something need an Origin header of the studio's host.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: baseUrl }],
    tags: [...new Set(endpoints.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "__Host-quintet" } },
      schemas: { Problem: jsonSchema(problemDetailsSchema, "output") },
      responses: {
        Problem: {
          description: "What is wrong (RFC 9457)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

function operationOf(endpoint: Endpoint): unknown {
  const body = contentOf(endpoint);
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: endpoint.auth === "none" ? [] : [{ session: [] }],
    parameters: [...parametersOf(endpoint.params, "path"), ...parametersOf(endpoint.query, "query")],
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      [endpoint.status]:
        endpoint.status === 204
          ? { description: "Done" }
          : {
              description: "Done",
              content: { "application/json": { schema: jsonSchema(endpoint.response, "output") } },
            },
      "4XX": { $ref: "#/components/responses/Problem" },
      "5XX": { $ref: "#/components/responses/Problem" },
    },
  };
}

function contentOf(endpoint: Endpoint): Record<string, unknown> | undefined {
  if (endpoint.rawBody) return { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
  if (endpoint.body instanceof z.ZodUndefined) return undefined;
  return { "application/json": { schema: jsonSchema(endpoint.body, "input") } };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

function parametersOf(schema: z.ZodType, place: "path" | "query"): unknown[] {
  const { properties = {}, required = [] } = jsonSchema(schema, place === "path" ? "output" : "input") as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** `unrepresentable: any`: what JSON Schema cannot say (a check in code) is left out and still holds. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): unknown {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io,
    unrepresentable: "any",
    reused: "inline",
  });
  return rest;
}
