import type { CallerKind } from "../access/caller.ts";
import type { AppRules } from "../access/compile-rules.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { compileOne } from "../query/compile-one.ts";
import type { QueryScope } from "../query/query-scope.ts";
import type { RowShape } from "../query/row-json.ts";
import { apiPathOf } from "../rest/api-paths.ts";
import { compileListShape, type ListShape, listSignature, type Paging } from "../rest/list-request.ts";
import { type OneShape, readOneRequest } from "../rest/one-request.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import { type CallerView, callerView } from "../rest/resource.ts";
import type { AppIdentity } from "./app-snapshot.ts";
import { type CompiledStatement, compiledStatement, statementBytes } from "./compiled-statement.ts";
import type { ShapeCache } from "./shape-cache.ts";

export interface CompiledOne extends OneShape {
  readonly statement: CompiledStatement;
}

export interface CompiledList {
  readonly shape: ListShape;
  readonly statement: CompiledStatement;
}

/** What all units of an app are made with. */
export interface UnitContext {
  readonly identity: AppIdentity;
  readonly reader: DefinitionReader;
  readonly rules: AppRules;
  readonly shapes: ShapeCache;
}

/**
 * One model, compiled: its statements, each when it is first asked for. A unit depends only on the records in its key
 * (unit-key.ts), so a release that changes none of them takes the unit over with all it has compiled.
 */
export class ModelUnit {
  readonly key: string;
  readonly model: ModelRecord;
  /** The last part of its REST path. */
  readonly path: string;
  readonly isOpen: boolean;
  private readonly context: UnitContext;
  private readonly views = new Map<CallerKind, CallerView>();
  private readonly plainOne = new Map<string, CompiledOne>();

  constructor(key: string, model: ModelRecord, context: UnitContext) {
    this.key = key;
    this.model = model;
    this.path = apiPathOf(model);
    this.isOpen = context.reader.isApiOpen(model.id);
    this.context = context;
  }

  view(kind: CallerKind): CallerView {
    let view = this.views.get(kind);
    if (!view) {
      view = callerView(kind, this.scope(kind));
      this.views.set(kind, view);
    }
    return view;
  }

  scope(kind: CallerKind): QueryScope {
    const { identity, reader, rules } = this.context;
    return {
      schemaName: identity.schemaName,
      appId: identity.appId,
      environment: identity.environment,
      reader,
      access: (modelId, action) => rules.access(modelId, action, kind),
    };
  }

  /** One row. Without parameters its statement is fixed at publish and kept for good. */
  one(kind: CallerKind, parameters: QueryParameters, shape?: RowShape): CompiledOne {
    const isPlain = parameters.names.length === 0;
    const key = isPlain ? `${kind} ${shape ?? ""}` : this.shapeKey(`1 ${kind}`, parameters);
    const known = isPlain ? this.plainOne.get(key) : this.context.shapes.get<CompiledOne>(key);
    if (known) return known;
    const request = readOneRequest(this.view(kind), this.model, parameters);
    const statement = compileOne(this.scope(kind), { selection: request.selection, ...(shape ? { shape } : {}) });
    const made = { ...request, statement: compiledStatement(statement, isPlain) };
    if (isPlain) this.plainOne.set(key, made);
    else this.context.shapes.set(key, made, statementBytes(statement));
    return made;
  }

  list(kind: CallerKind, parameters: QueryParameters, paging: Paging, shape?: RowShape): CompiledList {
    const signature = `${this.key} ${shape ?? ""} ${listSignature(kind, parameters, paging)}`;
    const known = this.context.shapes.get<CompiledList>(signature);
    if (known) return known;
    const compiled = compileListShape({
      view: this.view(kind),
      model: this.model,
      parameters,
      paging,
      ...(shape ? { shape } : {}),
    });
    const made = { shape: compiled, statement: compiledStatement(compiled.statement, false) };
    this.context.shapes.set(signature, made, compiled.bytes);
    return made;
  }

  private shapeKey(prefix: string, { names, values }: QueryParameters): string {
    let key = `${this.key} ${prefix}`;
    for (let index = 0; index < names.length; index++) key += `&${names[index]}=${values[index]}`;
    return key;
  }
}
