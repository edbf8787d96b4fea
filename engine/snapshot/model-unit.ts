import type { CallerClass } from "../access/caller-classes.ts";
import type { AppRules } from "../access/compile-rules.ts";
import { readableDefinition } from "../access/readable-reader.ts";
import { isLinked, type LinkedCollection } from "../definition/collections.ts";
import type { FieldId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { compileDeleteWhere, compileUpdateWhere, type MatchedRows } from "../query/compile-change-where.ts";
import { type CreatePlan, checkedRelations, compileCreate } from "../query/compile-create.ts";
import { compileDelete, type DeletePlan } from "../query/compile-delete.ts";
import { compileDeleteMany } from "../query/compile-delete-many.ts";
import { compileDeleteDryRun, compileDeletePreview } from "../query/compile-delete-preview.ts";
import { compileHistory } from "../query/compile-history.ts";
import { compileLinks, compileUnlink, compileUpdateLinks, type LinksPlan } from "../query/compile-links.ts";
import { compileJudged, compileListVerdict, compileLockRows } from "../query/compile-list-verdict.ts";
import {
  compileNeighbours,
  compilePlace,
  compileSpread,
  type MovePlan,
  type NeighboursPlan,
} from "../query/compile-move.ts";
import { compileOne } from "../query/compile-one.ts";
import { compileDeletedRows, compileDeletedWith, compileRestore } from "../query/compile-restore.ts";
import { compileByTitle, compileTitles, type TitlesPlan } from "../query/compile-titles.ts";
import { compileUpdate, type UpdatePlan } from "../query/compile-update.ts";
import {
  type CreateManyPlan,
  compileCreateMany,
  compileUpdateMany,
  type UpdateManyPlan,
} from "../query/compile-write-many.ts";
import type { FixedRows } from "../query/fixed-rows.ts";
import { type FormReads, wholeSelection } from "../query/form-rows.ts";
import { gridLists } from "../query/grid-lists.ts";
import { compileGuard, type Statement } from "../query/guard.ts";
import { historyRiders } from "../query/history-rider.ts";
import { listRiders } from "../query/list-rider.ts";
import { mutualRiders } from "../query/mutual-links.ts";
import { besideRows, type PassedQuery } from "../query/query-rows.ts";
import type { QueryScope } from "../query/query-scope.ts";
import { readableOrder, readableSelection } from "../query/readable-selection.ts";
import type { RowShape } from "../query/row-json.ts";
import type { Selection } from "../query/selection.ts";
import { apiPathOf } from "../rest/api-paths.ts";
import { compileListShape, type ListOptions, type ListShape } from "../rest/list-request.ts";
import { listSignature } from "../rest/list-signature.ts";
import { type OneShape, readOneRequest } from "../rest/one-request.ts";
import type { Paging } from "../rest/paging.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import { readWhere } from "../rest/read-where.ts";
import { type CallerView, callerView, type EntryPoint } from "../rest/resource.ts";
import type { AppIdentity } from "./app-identity.ts";
import { type CompiledStatement, compiledStatement, statementBytes } from "./compiled-statement.ts";
import type { Kept, RecordingReader } from "./recording-reader.ts";
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

export type CreateOptions = Pick<CreatePlan, "shape" | "isOnce">;

export interface CompiledCreate extends CompiledWrite {
  /** Why nothing was written. */
  readonly verdict: CompiledStatement;
}

/** What all units of an app are made with. */
export interface UnitContext {
  readonly identity: AppIdentity;
  readonly definition: RecordingReader;
  readonly rules: AppRules;
  readonly shapes: ShapeCache;
}

/** What a page's template reads. */
export interface PageReads {
  /** The columns of its own rows; absent for a page without any. */
  readonly selection: Selection | undefined;
  readonly queries: readonly PassedQuery[];
  /** What the forms that this caller may send read. */
  readonly forms: FormReads;
  /** What the builder set of its rows. */
  readonly fixed: FixedRows | undefined;
  /** What these depend on, besides what the statement does. */
  readonly key: string;
}

/**
 * One model, compiled: its statements, each at its first use. A statement is kept with the parts of the definition that
 * its compiler read, and later releases reuse it while those are unchanged.
 */
export class ModelUnit {
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
  /** Statements that are fixed at publish, by what they do, for whom. */
  private readonly fixedStatements: Map<string, Kept<unknown>>;

  constructor(model: ModelRecord, context: UnitContext, previous: ModelUnit | undefined) {
    this.model = model;
    this.path = apiPathOf(model);
    this.isOpen = context.definition.reader.isApiOpen(model.id);
    this.context = context;
    // Statements that the previous release did not use are dropped.
    const used = previous?.context.definition.parts;
    this.fixedStatements = new Map(
      used ? [...previous.fixedStatements].filter(([, kept]) => kept.wasUsedWith(used)) : [],
    );
  }

  /** How a class of callers meets the models, for reading requests. */
  view(who: CallerClass, entry: EntryPoint): CallerView {
    const views = this.views[entry];
    let view = views.get(who.key);
    if (!view) {
      view = callerView(entry, this.scope(who));
      views.set(who.key, view);
    }
    return view;
  }

  /** What statements are compiled with. It notes what they depend on while they are compiled. */
  scope(who: CallerClass): QueryScope {
    const { identity, definition, rules } = this.context;
    const whole = definition.reader;
    const reader = readableDefinition(whole, rules, who);
    const scope: QueryScope = {
      schemaName: identity.schemaName,
      appId: identity.appId,
      environment: identity.environment,
      reader,
      whole,
      mayWrite: (field) => who.may("write", field),
      isUnbound: who.isUnbound,
      hasSession: who.kind === "user",
      access: (modelId, action) => {
        rules.noteDependencies(modelId, action);
        return who.access(modelId, action);
      },
      riders: (modelId, write) => {
        const model = definition.reader.model(modelId);
        if (!model) return [];
        const riders = [...historyRiders(scope, model, write), ...listRiders(scope, model, write)];
        return [...riders, ...mutualRiders(scope, model, write, riders)];
      },
    };
    return scope;
  }

  /** One row. Without parameters its statement is fixed at publish and kept as long as the release. */
  one(who: CallerClass, parameters: QueryParameters, shape?: RowShape): CompiledOne {
    const isFixed = parameters.names.length === 0;
    const make = () => {
      const request = readOneRequest(this.freshView(who, resourceEntry(who)), this.model, parameters);
      const statement = compileOne(this.scope(who), { selection: request.selection, ...(shape ? { shape } : {}) });
      return { ...request, statement: compiledStatement(statement, isFixed), bytes: statementBytes(statement) };
    };
    if (isFixed) return this.fixed(`one ${who.key} ${shape ?? ""}`, make);
    return this.shaped(this.parametersKey(`1 ${who.key}`, parameters), make, ({ bytes }) => bytes);
  }

  /** One row with all its fields and the keys in some of its lists, as forms hold it. */
  oneOfForm(who: CallerClass, of: Pick<FormReads, "lists" | "owned">): CompiledStatement {
    const names = [...of.lists, ...of.owned.map(({ collection }) => collection)].map(({ name }) => name);
    return this.shapedStatement(`form row ${who.key} ${names.join()}`, () => {
      const scope = this.scope(who);
      return compileOne(scope, { selection: wholeSelection(scope, this.model, of) });
    });
  }

  list(who: CallerClass, parameters: QueryParameters, paging: Paging, shape?: RowShape): CompiledList {
    const signature = `${this.model.id} ${shape ?? ""} ${listSignature(who.key, parameters, paging)}`;
    return this.shapedList(signature, () => ({
      view: this.freshView(who, resourceEntry(who)),
      model: this.model,
      parameters,
      paging,
      ...(shape ? { shape } : {}),
      ...(shape === "record" && !parameters.names.some(isAboutContent)
        ? { selection: gridRecord(this.scope(who), this.model) }
        : {}),
    }));
  }

  /** One row as the studio's grid shows it, with its lists. */
  gridRow(who: CallerClass): CompiledStatement {
    return this.fixed(`grid row ${who.key}`, () =>
      compiledStatement(
        compileOne(this.scope(who), { selection: gridRecord(this.scope(who), this.model), shape: "record" }),
        true,
      ),
    );
  }

  /** The rows of a page that lists: only the columns that its template reads. */
  pageList(who: CallerClass, page: PageReads, parameters: QueryParameters, paging: Paging): CompiledList {
    const signature = `page ${page.key} ${listSignature(who.key, parameters, paging)}`;
    return this.shapedList(signature, () => {
      const view = this.freshView(who, "pages");
      const selection = page.selection && readableSelection(view.scope, page.selection);
      const fixed = page.fixed && readableOrder(view.scope, page.fixed);
      return {
        view,
        model: this.model,
        parameters,
        paging,
        ...(selection ? { selection } : {}),
        beside: besideRows(view.scope, page.queries, page.forms),
        ...(fixed ? { fixed } : {}),
      };
    });
  }

  /** The row of a page that shows one. */
  pageOne(who: CallerClass, { selection, queries, forms, key }: PageReads): CompiledStatement {
    return this.shaped(
      `page ${key} one ${who.key}`,
      () => {
        const scope = this.scope(who);
        const statement = compileOne(scope, {
          selection: readableSelection(scope, selection ?? { model: this.model, withId: true, fields: [] }),
          beside: besideRows(scope, queries, forms),
        });
        return { statement: compiledStatement(statement, true), bytes: statementBytes(statement) };
      },
      ({ bytes }) => bytes,
    ).statement;
  }

  /** What a page without rows of its own shows, beside the guard: its queries, and what its forms read. */
  pageExtras(who: CallerClass, { queries, forms, key }: PageReads): CompiledStatement {
    return this.shapedStatement(`page ${key} extras ${who.key}`, () => {
      const scope = this.scope(who);
      return compileGuard(scope, besideRows(scope, queries, forms).extras);
    });
  }

  /** A new row: one statement a class of callers, fixed at publish. */
  create(who: CallerClass, { shape, isOnce = false }: CreateOptions = {}): CompiledCreate {
    return this.fixed(`create ${who.key} ${shape ?? ""}${isOnce ? " once" : ""}`, () => {
      const scope = this.scope(who);
      const plan = {
        model: this.model,
        selection: everyField(scope, this.model, shape),
        ...(shape ? { shape } : {}),
        isOnce,
      };
      const { insert, verdict } = compileCreate(scope, plan);
      return {
        statement: compiledStatement(insert, true),
        verdict: compiledStatement(verdict, false),
        relations: checkedRelations(scope, scope.whole.fields(this.model.id)),
      };
    });
  }

  /** A changed row: a statement for each set of fields that change. */
  update(who: CallerClass, options: Omit<UpdatePlan, "model" | "selection">): CompiledWrite {
    const names = options.changed.map((field) => field.id).join(",");
    const key = `update ${who.key} ${options.hasCondition} ${options.withBefore} ${options.mergesJson === true} ${options.touches === true} ${options.shape ?? ""} ${names}`;
    return this.shaped(
      `${this.model.id} ${key}`,
      () => {
        const scope = this.scope(who);
        const statement = compileUpdate(scope, {
          ...options,
          model: this.model,
          selection: everyField(scope, this.model, options.shape),
        });
        return {
          statement: compiledStatement(statement, false),
          relations: checkedRelations(scope, options.changed),
          bytes: statementBytes(statement),
        };
      },
      ({ bytes }) => bytes,
    );
  }

  delete(who: CallerClass, options: Omit<DeletePlan, "model">): CompiledWrite {
    const { hasCondition, withBefore, isBounded = false } = options;
    return this.fixed(`delete ${who.key} ${hasCondition} ${withBefore} ${isBounded}`, () => ({
      statement: compiledStatement(compileDelete(this.scope(who), { ...options, model: this.model }), true),
      relations: [],
    }));
  }

  /** What a delete of several rows would do. */
  deletePreview(who: CallerClass): CompiledStatement {
    return this.fixed(`delete preview ${who.key}`, () =>
      compiledStatement(compileDeletePreview(this.scope(who), this.model), true),
    );
  }

  /** What a delete of one row would do, for the API. */
  deleteDryRun(who: CallerClass): CompiledStatement {
    return this.fixed(`delete dry run ${who.key}`, () =>
      compiledStatement(compileDeleteDryRun(this.scope(who), this.model), false),
    );
  }

  /** Many new rows, all or none; those of one or more rows of the relation `within`, which are written before. */
  createMany(who: CallerClass, options: Omit<CreateManyPlan, "model"> = {}): CompiledStatement {
    const { within, withMade = false } = options;
    return this.fixed(`create many ${who.key} ${within?.id ?? ""} ${withMade}`, () =>
      compiledStatement(compileCreateMany(this.scope(who), { ...options, model: this.model }), true),
    );
  }

  /** Rows that belong to others by the relation `within`, all or none. */
  deleteMany(who: CallerClass, within: FieldRecord): CompiledStatement {
    return this.fixed(`delete many ${who.key} ${within.id}`, () =>
      compiledStatement(compileDeleteMany(this.scope(who), { model: this.model, within }), true),
    );
  }

  /** Many changed rows, all or none: a statement for each set of fields that change. */
  updateMany(who: CallerClass, plan: Omit<UpdateManyPlan, "model">): CompiledStatement {
    const names = plan.fields.map((field) => field.id).join(",");
    const flags = `${plan.hasVersions === true} ${plan.isMixed === true} ${plan.mergesJson === true} ${plan.touches === true} ${plan.within?.id ?? ""}`;
    return this.shapedStatement(`update many ${who.key} ${flags} ${names}`, () =>
      compileUpdateMany(this.scope(who), { ...plan, model: this.model }),
    );
  }

  /** The same new values for all rows that an expression means, as `where=` reads it. */
  updateWhere(who: CallerClass, plan: { readonly where: string; readonly changed: readonly FieldRecord[] }) {
    const names = plan.changed.map((field) => field.id).join(",");
    return this.shapedStatement(`update where ${who.key} ${names} ${plan.where}`, () =>
      compileUpdateWhere(this.scope(who), { ...this.matched(who, plan.where), changed: plan.changed }),
    );
  }

  deleteWhere(who: CallerClass, { where }: { readonly where: string }): CompiledStatement {
    return this.shapedStatement(`delete where ${who.key} ${where}`, () =>
      compileDeleteWhere(this.scope(who), this.matched(who, where)),
    );
  }

  /** The links of a row in one of its lists, for a write through the row. */
  links(who: CallerClass, list: { readonly name: string; readonly withOthers: boolean }): CompiledStatement {
    return this.shapedStatement(`links ${who.key} ${list.withOthers} ${list.name}`, () => {
      const scope = this.scope(who);
      const collection = scope.reader.collections(this.model.id).find(({ name }) => name === list.name);
      return compileLinks(scope, { ...list, collection: collection as LinksPlan["collection"] });
    });
  }

  /** Deletes rows of this model, which links others, by their keys. */
  unlink(who: CallerClass): CompiledStatement {
    return this.fixed(`unlink ${who.key}`, () => compiledStatement(compileUnlink(this.scope(who), this.model), true));
  }

  /** Changes fields of rows of this model, which links others, by their keys: a statement for each set of fields. */
  updateLinks(who: CallerClass, plan: Omit<UpdateManyPlan, "model">): CompiledStatement {
    const names = plan.fields.map((field) => field.id).join(",");
    const flags = `${plan.isMixed === true} ${plan.mergesJson === true}`;
    return this.shapedStatement(`update links ${who.key} ${flags} ${names}`, () =>
      compileUpdateLinks(this.scope(who), { ...plan, model: this.model }),
    );
  }

  /** Between which places a row of this model is to be. */
  neighbours(who: CallerClass, plan: MoveOptions & Pick<NeighboursPlan, "side" | "isAnchored">): CompiledStatement {
    const flags = `${plan.side} ${plan.isAnchored}`;
    return this.moving(who, `neighbours ${flags}`, plan, (scope, move) =>
      compileNeighbours(scope, { ...plan, ...move }),
    );
  }

  /** Gives a row its place. */
  place(who: CallerClass, plan: MoveOptions): CompiledStatement {
    return this.moving(who, "place", plan, compilePlace);
  }

  /** Makes room between the places of a list. */
  spread(who: CallerClass, plan: MoveOptions): CompiledStatement {
    return this.moving(who, "spread", plan, compileSpread);
  }

  private moving(
    who: CallerClass,
    name: string,
    { fieldId, through }: MoveOptions,
    compile: (scope: QueryScope, plan: MovePlan) => Statement,
  ): CompiledStatement {
    return this.shapedStatement(`${name} ${who.key} ${fieldId} ${through?.via.id ?? ""}`, () => {
      const scope = this.scope(who);
      const field = scope.whole.field(fieldId) as FieldRecord;
      const owner = through && scope.whole.collections(through.owner.id).find(({ via }) => via.id === through.via.id);
      const own = owner && isLinked(owner) ? { through: owner } : {};
      return compile(scope, { model: this.model, field, ...own });
    });
  }

  /** Which rows a transaction has to judge at its end, of any model. */
  judged(who: CallerClass): CompiledStatement {
    return this.fixed(`judged ${who.key}`, () => compiledStatement(compileJudged(this.scope(who)), true));
  }

  /** Locks rows before their validations over lists are judged. */
  lockRows(who: CallerClass): CompiledStatement {
    return this.fixed(`lock ${who.key}`, () => compiledStatement(compileLockRows(this.scope(who), this.model), true));
  }

  listVerdict(who: CallerClass): CompiledStatement {
    return this.fixed(`list verdict ${who.key}`, () =>
      compiledStatement(compileListVerdict(this.scope(who), this.model), true),
    );
  }

  /** Rows by title, for builders' relation pickers. */
  titles(who: CallerClass, plan: Omit<TitlesPlan, "model">): CompiledStatement {
    const { most, limit } = plan;
    const compile = () => compileTitles(this.scope(who), { ...plan, model: this.model });
    if (!limit) return this.fixed(`titles ${who.key} ${most}`, () => compiledStatement(compile(), true));
    const sent = [...limit.sent.keys()].map(({ id }) => id).join();
    return this.shapedStatement(`titles ${who.key} ${most} ${limit.relation.id} ${sent}`, compile);
  }

  /** Rows by their whole titles, for what builders paste. */
  byTitle(who: CallerClass): CompiledStatement {
    return this.fixed(`by title ${who.key}`, () =>
      compiledStatement(compileByTitle(this.scope(who), this.model), false),
    );
  }

  /** The changes of one row, of the fields that these callers may read. */
  history(who: CallerClass, entry: EntryPoint): CompiledStatement {
    return this.fixed(`history ${who.key} ${entry}`, () => {
      const view = this.freshView(who, entry);
      const fields = view.scope.reader.fields(this.model.id).filter(({ name }) => view.field(this.model, name));
      // The trash of links is the builders', and so are the links that went.
      const lists = entry === "studio" ? view.scope.reader.collections(this.model.id).filter(isLinked) : [];
      return compiledStatement(compileHistory(view.scope, this.model, { fields, lists }), false);
    });
  }

  /** The rows that were deleted, for builders. */
  deletedRows(who: CallerClass, limit: number): CompiledStatement {
    return this.fixed(`deleted ${who.key} ${limit}`, () =>
      compiledStatement(compileDeletedRows(this.scope(who), this.model, limit), false),
    );
  }

  deletedWith(who: CallerClass): CompiledStatement {
    return this.fixed(`deleted with ${who.key}`, () =>
      compiledStatement(compileDeletedWith(this.scope(who), this.model), false),
    );
  }

  /** Brings a deleted row back, with the rows of `models` that were deleted together with it. */
  restore(who: CallerClass, models: readonly ModelRecord[]): CompiledStatement {
    return this.shapedStatement(`restore ${who.key} ${models.map(({ id }) => id).join(",")}`, () =>
      compileRestore(this.scope(who), this.model, models),
    );
  }

  private matched(who: CallerClass, where: string): MatchedRows {
    return { model: this.model, condition: readWhere(this.freshView(who, resourceEntry(who)), this.model, where) };
  }

  /** A view without a cache, so that a compiler's look-ups are recorded each time. */
  private freshView(who: CallerClass, entry: EntryPoint): CallerView {
    return callerView(entry, this.scope(who));
  }

  /** A statement that is fixed at publish: kept as long as releases leave it valid. */
  private fixed<Value>(name: string, make: () => Value): Value {
    const known = this.fixedStatements.get(name);
    if (known?.isValidFor(this.context.definition.parts)) return known.value as Value;
    const kept = this.keep(make);
    this.fixedStatements.set(name, kept);
    return kept.value;
  }

  /** A statement of a shape that requests make: kept while it is used and there is room. */
  private shaped<Value>(key: string, make: () => Value, bytesOf: (value: Value) => number): Value {
    const { shapes, definition } = this.context;
    const known = shapes.get<Kept<Value>>(key);
    if (known?.isValidFor(definition.parts)) return known.value;
    const kept = this.keep(make);
    shapes.set(key, kept, bytesOf(kept.value) + kept.bytes);
    return kept.value;
  }

  private shapedStatement(name: string, compile: () => Statement): CompiledStatement {
    const make = () => {
      const statement = compile();
      return { statement: compiledStatement(statement, false), bytes: statementBytes(statement) };
    };
    return this.shaped(`${this.model.id} ${name}`, make, ({ bytes }) => bytes).statement;
  }

  private shapedList(signature: string, options: () => ListOptions): CompiledList {
    const make = () => {
      const shape = compileListShape(options());
      return { shape, statement: compiledStatement(shape.statement, false) };
    };
    return this.shaped(signature, make, ({ shape }) => shape.bytes);
  }

  private keep<Value>(make: () => Value): Kept<Value> {
    const { definition } = this.context;
    return definition.keep(() => {
      definition.reader.model(this.model.id);
      return make();
    });
  }

  private parametersKey(prefix: string, { names, values }: QueryParameters): string {
    let key = `${this.model.id} ${prefix}`;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      const text = values[index] as string;
      key += `&${name.length}.${name}=${text.length}.${text}`;
    }
    return key;
  }
}

/** Which order by hand, and of which list of linked rows. */
interface MoveOptions {
  readonly fieldId: FieldId;
  readonly through?: LinkedCollection;
}

/** Whether a parameter says what the rows of a list contain. */
const isAboutContent = (name: string): boolean => name === "fields" || name === "omit" || name === "expand";

/** Every field that the caller may read. In the grid's shape the key is outside the values. */
const everyField = (scope: QueryScope, model: ModelRecord, shape?: RowShape): Selection => ({
  model,
  withId: shape !== "record",
  fields: scope.reader.fields(model.id).map((field) => ({ field })),
});

/** The same in the grid's shape, with the lists that the grid shows. */
const gridRecord = (scope: QueryScope, model: ModelRecord): Selection => ({
  ...everyField(scope, model, "record"),
  collections: gridLists(scope.reader, model),
});

/** Statements of query strings are asked for by the API, and by the grid for builders. */
const resourceEntry = (who: CallerClass): EntryPoint => (who.kind === "builder" ? "studio" : "api");
