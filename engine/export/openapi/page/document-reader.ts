import {
  type JsonSchema,
  type Method,
  methods,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Response,
  type Tag,
} from "../openapi-types.ts";

/** One operation with what a page wants to know of it; references are followed. */
export interface PageOperation {
  readonly method: Method;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  readonly responses: readonly { readonly status: string; readonly response: Response }[];
  /** The body's schema, by its first media type. */
  readonly body: { readonly mediaType: string; readonly schema: JsonSchema } | undefined;
  readonly isOpenToAll: boolean;
}

/** A resource: a tag with its operations and the component of its rows. */
export interface PageResource {
  readonly tag: Tag;
  readonly operations: readonly PageOperation[];
  /** The name of the component of a row, where rows can be read. */
  readonly rowName: string | undefined;
}

/** An OpenAPI document as a page reads it. */
export class DocumentReader {
  readonly document: OpenApiDocument;
  readonly resources: readonly PageResource[];
  readonly serverUrl: string;
  private readonly shownRows: ReadonlySet<string>;

  constructor(document: OpenApiDocument) {
    this.document = document;
    this.serverUrl = document.servers[0]?.url ?? "";
    const byTag = new Map<string, PageOperation[]>(document.tags.map((tag) => [tag.name, []]));
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of methods) {
        const operation = item[method];
        if (operation) byTag.get(operation.tags[0] ?? "")?.push(this.operation(path, method, operation));
      }
    }
    this.resources = document.tags.map((tag) => {
      const operations = byTag.get(tag.name) ?? [];
      return { tag, operations, rowName: this.rowName(operations) };
    });
    this.shownRows = new Set(this.resources.flatMap(({ rowName }) => (rowName === undefined ? [] : [rowName])));
  }

  /** The component behind a `$ref`; the schema itself when it is none. */
  schema(schema: JsonSchema): JsonSchema {
    const name = referenceName(schema);
    return name === undefined ? schema : (this.document.components.schemas[name] ?? {});
  }

  /** The object whose fields a body or an answer has: of a list its items', of several forms the first one's. */
  fieldsOf(schema: JsonSchema): JsonSchema {
    const found = this.schema(schema);
    const inner = Array.isArray(found.anyOf) ? found.anyOf[0] : found.items;
    return inner === undefined ? found : this.fieldsOf(inner as JsonSchema);
  }

  /** Whether the page has a section about the rows of this component. */
  isShown(componentName: string): boolean {
    return this.shownRows.has(componentName);
  }

  private operation(path: string, method: Method, operation: Operation): PageOperation {
    const { components } = this.document;
    const [content] = Object.entries(operation.requestBody?.content ?? {});
    return {
      method,
      path,
      operation,
      parameters: (operation.parameters ?? []).flatMap((parameter) =>
        "name" in parameter ? [parameter] : (components.parameters[lastSegment(parameter.$ref)] ?? []),
      ),
      responses: Object.entries(operation.responses).flatMap(([status, response]) => {
        const found = "$ref" in response ? components.responses[lastSegment(response.$ref)] : response;
        return found ? [{ status, response: found }] : [];
      }),
      body: content && { mediaType: content[0], schema: content[1].schema },
      isOpenToAll: operation.security.some((scheme) => Object.keys(scheme).length === 0),
    };
  }

  private rowName(operations: readonly PageOperation[]): string | undefined {
    const one = operations.find(({ method, path }) => method === "get" && path.endsWith("}"));
    const schema = one?.responses[0]?.response.content?.["application/json"]?.schema;
    return schema && referenceName(schema);
  }
}

const lastSegment = (reference: string): string => reference.slice(reference.lastIndexOf("/") + 1);

export const referenceName = (schema: JsonSchema): string | undefined =>
  typeof schema.$ref === "string" ? lastSegment(schema.$ref) : undefined;
