import type { AppRules, CallerClass } from "../access/compile-rules.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { compileDeleteWhere, compileUpdateWhere, type MatchedRows } from "../query/compile-change-where.ts";
import { checkedRelations, compileCreate } from "../query/compile-create.ts";
import { compileDelete } from "../query/compile-delete.ts";
import { compileOne } from "../query/compile-one.ts";
import { compileTitles } from "../query/compile-titles.ts";
import { compileUpdate, type UpdatePlan } from "../query/compile-update.ts";
import { compileCreateMany, compileUpdateMany, type UpdateManyPlan } from "../query/compile-write-many.ts";
import type { Statement } from "../query/guard.ts";
import type { QueryScope } from "../query/query-scope.ts";
import type { RowShape } from "../query/row-json.ts";
import type { Selection } from "../query/selection.ts";
import { apiPathOf } from "../rest/api-paths.ts";
import { compileListShape, type ListShape } from "../rest/list-request.ts";
import { listSignature } from "../rest/list-signature.ts";
import { type OneShape, readOneRequest } from "../rest/one-request.ts";
import type { Paging } from "../rest/paging.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import { readWhere } from "../rest/read-where.ts";
import { type CallerView, callerView, type EntryPoint } from "../rest/resource.ts";
import type { AppIdentity } from "./app-identity.ts";
import { type CompiledStatement, compiledStatement, statementBytes } from "./compiled-statement.ts";
import type { ShapeCache } from "./shape-cache.ts";

export interface CompiledOne extends OneShape {
  readonly statement: CompiledStatement;
}

export interface CompiledList {
  readonly shape: ListShape;
  readonly statement: CompiledStatement;
}

export interface CompiledWrite {
  readonly statement: CompiledStatement;
  /** The relations that the statement's `unreadable` counts. */
  readonly relations: readonly FieldRecord[];
}

export interface CompiledCreate extends CompiledWrite {
  /** Why nothing was written. */
  readonly verdict: CompiledStatement;
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
  private readonly views: Readonly<Record<EntryPoint, Map<string, CallerView>>> = {
    api: new Map(),
    pages: new Map(),
    studio: new Map(),
  };
  private readonly plainOne = new Map<string, CompiledOne>();
  private readonly creates = new Map<string, CompiledCreate>();
  private readonly writes = new Map<string, CompiledWrite>();

  constructor(key: string, model: ModelRecord, context: UnitContext) {
    this.key = key;
    this.model = model;
    this.path = apiPathOf(model);
    this.isOpen = context.reader.isApiOpen(model.id);
    this.context = context;
  }

  view(who: CallerClass, entry: EntryPoint): CallerView {
    const views = this.views[entry];
    let view = views.get(who.key);
    if (!view) {
      view = callerView(entry, this.scope(who));
      views.set(who.key, view);
    }
    return view;
  }

  scope(who: CallerClass): QueryScope {
    const { identity, reader } = this.context;
    return {
      schemaName: identity.schemaName,
      appId: identity.appId,
      environment: identity.environment,
      reader,
      access: (modelId, action) => who.access(modelId, action),
    };
  }

  /** One row. Without parameters its statement is fixed at publish and kept for good. */
  one(who: CallerClass, parameters: QueryParameters, shape?: RowShape): CompiledOne {
    const isPlain = parameters.names.length === 0;
    const key = isPlain ? `${who.key} ${shape ?? ""}` : this.shapeKey(`1 ${who.key}`, parameters);
    const known = isPlain ? this.plainOne.get(key) : this.context.shapes.get<CompiledOne>(key);
    if (known) return known;
    const request = readOneRequest(this.view(who, resourceEntry(who)), this.model, parameters);
    const statement = compileOne(this.scope(who), { selection: request.selection, ...(shape ? { shape } : {}) });
    const made = { ...request, statement: compiledStatement(statement, isPlain) };
    if (isPlain) this.plainOne.set(key, made);
    else this.context.shapes.set(key, made, statementBytes(statement));
    return made;
  }

  list(who: CallerClass, parameters: QueryParameters, paging: Paging, shape?: RowShape): CompiledList {
    const signature = `${this.key} ${shape ?? ""} ${listSignature(who.key, parameters, paging)}`;
    const known = this.context.shapes.get<CompiledList>(signature);
    if (known) return known;
    const compiled = compileListShape({
      view: this.view(who, resourceEntry(who)),
      model: this.model,
      parameters,
      paging,
      ...(shape ? { shape } : {}),
    });
    const made = { shape: compiled, statement: compiledStatement(compiled.statement, false) };
    this.context.shapes.set(signature, made, compiled.bytes);
    return made;
  }

  /** A new row: one statement a class of callers, fixed at publish. */
  create(who: CallerClass, shape?: RowShape): CompiledCreate {
    const key = `${who.key} ${shape ?? ""}`;
    let made = this.creates.get(key);
    if (!made) {
      const scope = this.scope(who);
      const plan = { model: this.model, selection: this.whole(shape), ...(shape ? { shape } : {}) };
      const { insert, verdict } = compileCreate(scope, plan);
      made = {
        statement: compiledStatement(insert, true),
        verdict: compiledStatement(verdict, false),
        relations: checkedRelations(scope, this.context.reader.fields(this.model.id)),
      };
      this.creates.set(key, made);
    }
    return made;
  }

  /** A changed row: a statement for each set of fields that change. */
  update(who: CallerClass, options: Omit<UpdatePlan, "model" | "selection">): CompiledWrite {
    const names = options.changed.map((field) => field.id).join(",");
    const key = `${this.key} update ${who.key} ${options.hasCondition} ${options.withBefore} ${options.shape ?? ""} ${names}`;
    const known = this.context.shapes.get<CompiledWrite>(key);
    if (known) return known;
    const scope = this.scope(who);
    const statement = compileUpdate(scope, { ...options, model: this.model, selection: this.whole(options.shape) });
    const made = {
      statement: compiledStatement(statement, false),
      relations: checkedRelations(scope, options.changed),
    };
    this.context.shapes.set(key, made, statementBytes(statement));
    return made;
  }

  delete(who: CallerClass, options: { readonly hasCondition: boolean; readonly withBefore: boolean }): CompiledWrite {
    return this.fixed(`delete ${who.key} ${options.hasCondition} ${options.withBefore}`, () => ({
      statement: compiledStatement(compileDelete(this.scope(who), { ...options, model: this.model }), true),
      relations: [],
    }));
  }

  /** Many new rows, all or none. */
  createMany(who: CallerClass): CompiledStatement {
    return this.fixed(`create many ${who.key}`, () => ({
      statement: compiledStatement(compileCreateMany(this.scope(who), this.model), true),
      relations: [],
    })).statement;
  }

  /** Many changed rows, all or none: a statement for each set of fields that change. */
  updateMany(who: CallerClass, plan: Omit<UpdateManyPlan, "model">): CompiledStatement {
    const names = plan.fields.map((field) => field.id).join(",");
    const flags = `${plan.hasVersions === true} ${plan.isMixed === true}`;
    return this.shaped(`update many ${who.key} ${flags} ${names}`, () =>
      compileUpdateMany(this.scope(who), { ...plan, model: this.model }),
    );
  }

  /** The same new values for all rows that an expression means, as `where=` reads it. */
  updateWhere(who: CallerClass, plan: { readonly where: string; readonly changed: readonly FieldRecord[] }) {
    const names = plan.changed.map((field) => field.id).join(",");
    return this.shaped(`update where ${who.key} ${names} ${plan.where}`, () =>
      compileUpdateWhere(this.scope(who), { ...this.matched(who, plan.where), changed: plan.changed }),
    );
  }

  deleteWhere(who: CallerClass, { where }: { readonly where: string }): CompiledStatement {
    return this.shaped(`delete where ${who.key} ${where}`, () =>
      compileDeleteWhere(this.scope(who), this.matched(who, where)),
    );
  }

  private matched(who: CallerClass, where: string): MatchedRows {
    return { model: this.model, condition: readWhere(this.view(who, resourceEntry(who)), this.model, where) };
  }

  /** A statement of a shape that requests make: kept while it is used. */
  private shaped(name: string, make: () => Statement): CompiledStatement {
    const key = `${this.key} ${name}`;
    const known = this.context.shapes.get<CompiledStatement>(key);
    if (known) return known;
    const statement = make();
    const made = compiledStatement(statement, false);
    this.context.shapes.set(key, made, statementBytes(statement));
    return made;
  }

  /** Rows by title, for builders' relation pickers. */
  titles(who: CallerClass, limit: number): CompiledStatement {
    return this.fixed(`titles ${who.key} ${limit}`, () => ({
      statement: compiledStatement(compileTitles(this.scope(who), this.model, limit), true),
      relations: [],
    })).statement;
  }

  /** Every field. In the grid's shape the key stands beside the values and not among them. */
  private whole(shape?: RowShape): Selection {
    const fields = this.context.reader.fields(this.model.id).map((field) => ({ field }));
    return { model: this.model, withId: shape !== "record", fields };
  }

  private fixed(key: string, make: () => CompiledWrite): CompiledWrite {
    let made = this.writes.get(key);
    if (!made) {
      made = make();
      this.writes.set(key, made);
    }
    return made;
  }

  private shapeKey(prefix: string, { names, values }: QueryParameters): string {
    let key = `${this.key} ${prefix}`;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      const text = values[index] as string;
      key += `&${name.length}.${name}=${text.length}.${text}`;
    }
    return key;
  }
}

/** Statements of query strings are asked for by the API, and by the grid for builders. */
const resourceEntry = (who: CallerClass): EntryPoint => (who.kind === "builder" ? "studio" : "api");
