import type { ModelId, StepId } from "../definition/ids.ts";
import { byOrder } from "../definition/order-keys.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FlowRecord, StepRecord } from "../definition/records/flow.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import { stepTypeOf } from "../step-types/registry.ts";
import type { OutputContext } from "../step-types/step-type.ts";
import { objectOf, recordOf, scalar, type ValueType } from "../value-types/value-type.ts";
import { analyzeExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { type AppShapes, type ExpressionScope, modelShapes, requestType } from "./scope.ts";

/**
 * What the expressions of a step may name: the request, and the results of the steps that have run whenever this one
 * runs, which are those before it in its own lane and in the lanes that it stands within. `record` is a row of the model that
 * a condition selects from.
 */
export function stepScope(reader: DefinitionReader, stepId: StepId, modelId?: ModelId): ExpressionScope | undefined {
  const steps = stepsById(reader);
  const step = steps.get(stepId);
  const flow = step && reader.ofKind("flow").find(({ id }) => id === step.flowId);
  if (!step || !flow || (modelId !== undefined && !reader.model(modelId))) return undefined;
  const model = modelShapes(reader);
  const variables = reader.derive(`names before ${stepId}`, () => namesBefore({ reader, model, steps, flow }, step));
  return {
    variables: modelId === undefined ? variables : { ...variables, record: recordOf(modelId, model) },
    model,
    collections: "questions",
  };
}

type Names = Readonly<Record<string, ValueType>>;

interface Context {
  readonly reader: DefinitionReader;
  readonly model: AppShapes;
  readonly steps: ReadonlyMap<StepId, StepRecord>;
  readonly flow: FlowRecord;
}

/** From the outside inwards, since what stands before may read what stands before it. */
function namesBefore(context: Context, step: StepRecord): Names {
  const parents: StepRecord[] = [];
  for (let at = parentOf(context, step); at && !parents.includes(at); at = parentOf(context, at)) parents.unshift(at);
  let names: Names = ofRequest(context);
  for (const inner of [...parents, step]) {
    for (const earlier of earlierInLane(context, inner)) {
      const output = stepTypeOf(earlier.type)?.output(earlier.type, outputContext(context, names));
      if (output) names = { ...names, [earlier.name]: output };
    }
    const within =
      inner === step ? undefined : stepTypeOf(inner.type)?.within?.(inner.type, outputContext(context, names));
    names = { ...names, ...within };
  }
  return names;
}

function ofRequest({ model, flow }: Context): Names {
  const inputs = flow.inputs.map(({ name, type }): [string, ValueType] => [
    name,
    fieldTypeOf(type)?.valueType(type) ?? { kind: "null" },
  ]);
  const texts: ValueType = { kind: "object", members: {}, others: scalar("text") };
  return {
    params: texts,
    query: texts,
    body: objectOf(Object.fromEntries(inputs)),
    user: model.user,
    request: requestType,
  };
}

const parentOf = ({ steps }: Context, { place }: StepRecord): StepRecord | undefined =>
  place.parentId && steps.get(place.parentId);

function earlierInLane({ steps }: Context, step: StepRecord): readonly StepRecord[] {
  const key = ({ id, place }: StepRecord) => ({ id, order: place.order });
  return [...steps.values()]
    .filter(
      ({ flowId, place }) =>
        flowId === step.flowId && place.parentId === step.place.parentId && place.lane === step.place.lane,
    )
    .filter((other) => other.id !== step.id && byOrder(key(other), key(step)) < 0)
    .toSorted((a, b) => byOrder(key(a), key(b)));
}

const outputContext = ({ model }: Context, names: Names): OutputContext => ({
  row: (modelId) => recordOf(modelId, model),
  typeOf: (source) => {
    const parsed = parseExpression(source);
    return parsed.ok ? analyzeExpression(parsed.expression, { variables: names, model }).typed?.type : undefined;
  },
});

const stepsById = (reader: DefinitionReader): ReadonlyMap<StepId, StepRecord> =>
  reader.derive("steps by id", () => new Map(reader.ofKind("step").map((step) => [step.id, step])));
