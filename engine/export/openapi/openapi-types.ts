import type { JsonValue } from "../../definition/json.ts";

/** The part of OpenAPI 3.1 that we print. Everything in it is JSON. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly Tag[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Components;
}

/** JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, JsonValue>>;

export interface Reference {
  readonly $ref: string;
}

export interface Tag {
  readonly name: string;
  /** What people read; plain text, as every summary and title is. */
  readonly "x-displayName": string;
  /** CommonMark, as every description is. */
  readonly description: string;
}

export const methods = ["get", "post", "patch", "put", "delete"] as const;
export type Method = (typeof methods)[number];

export type PathItem = Readonly<Partial<Record<Method, Operation>>>;

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** `{}` among them: also without credentials. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody;
  readonly responses: Readonly<Record<string, Response | Reference>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly description?: string;
  readonly style?: "form" | "simple";
  readonly explode?: boolean;
  readonly schema: JsonSchema;
}

export interface MediaType {
  readonly schema: JsonSchema;
}

export interface RequestBody {
  readonly required: true;
  readonly description?: string;
  readonly content: Readonly<Record<string, MediaType>>;
}

export interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly headers: Readonly<Record<string, Header>>;
  readonly responses: Readonly<Record<string, Response>>;
  readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
}
