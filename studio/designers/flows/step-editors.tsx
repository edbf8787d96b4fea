import {
  type Icon,
  IconArrowsSplit2,
  IconBan,
  IconCirclePlus,
  IconFileText,
  IconHash,
  IconListSearch,
  IconNote,
  IconPencil,
  IconRepeat,
  IconRoute,
  IconSearch,
  IconSend,
  IconTrash,
  IconVariable,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { StepRecord } from "#engine/definition/records/flow";
import type { ModelRecord } from "#engine/definition/records/model";
import { isStepTypeName, type StepTypeName } from "#engine/step-types/registry";
import { AnswerOptions } from "./inspector/AnswerOptions.tsx";
import { Assignments } from "./inspector/Assignments.tsx";
import { Cases } from "./inspector/Cases.tsx";
import { ChoiceOption } from "./inspector/ChoiceOption.tsx";
import { ExpressionOption, type OptionProps } from "./inspector/ExpressionOption.tsx";
import { ModelOption } from "./inspector/ModelOption.tsx";
import { NamedValues } from "./inspector/NamedValues.tsx";
import { NumberOption } from "./inspector/NumberOption.tsx";
import { TextOption } from "./inspector/TextOption.tsx";

export type StepOptions = StepRecord["type"];

/** How a type of step is offered, shown and changed in the studio; what it means is said by the registry of the engine. */
interface StepEditor {
  readonly icon: Icon;
  /** How it is offered, with or without a model: "Find one". */
  readonly verb: string;
  readonly about: string;
  readonly words: string;
  /** Offered once for each model. */
  readonly hasModel: boolean;
  /** The options of a new step. */
  make(model: ModelRecord | undefined, reader: DefinitionReader): StepOptions;
  /** What the result of a new step is called. */
  nameOf(model: ModelRecord | undefined): string;
  sentence(options: StepOptions, reader: DefinitionReader): string;
  options(props: OptionProps): ReactNode;
}

const modelOf = (options: StepOptions, reader: DefinitionReader) => reader.model(options.modelId as ModelId);
const one = (options: StepOptions, reader: DefinitionReader) => modelOf(options, reader)?.label ?? "row";
const many = (options: StepOptions, reader: DefinitionReader) => {
  const model = modelOf(options, reader);
  return model?.pluralLabel ?? model?.label ?? "rows";
};
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const where = (value: unknown): string => (text(value) === "" ? "" : ` where ${text(value)}`);

export const stepEditors: Readonly<Record<StepTypeName, StepEditor>> = {
  find: {
    icon: IconListSearch,
    verb: "Find",
    about: "The rows of a model that fit a condition.",
    words: "list rows search select query",
    hasModel: true,
    make: (model) => ({ name: "find", modelId: model?.id as string, limit: 100 }),
    nameOf: (model) => model?.pluralLabel ?? model?.name ?? "rows",
    sentence: (options, reader) => `Find ${many(options, reader)}${where(options.where)}`,
    options: (props) => (
      <>
        <ModelOption {...props} />
        <ExpressionOption {...props} property="where" label="Where" help="A condition on record: record.stock > 0." />
        <NumberOption {...props} property="limit" label="At most" max={1000} />
      </>
    ),
  },
  find_one: {
    icon: IconSearch,
    verb: "Find one",
    about: "One row of a model.",
    words: "get row search",
    hasModel: true,
    make: (model) => ({ name: "find_one", modelId: model?.id as string, otherwise: "not_found" }),
    nameOf: (model) => model?.name ?? "row",
    sentence: (options, reader) => `Find one ${one(options, reader)}${where(options.where)}`,
    options: (props) => (
      <>
        <ModelOption {...props} />
        <ExpressionOption
          {...props}
          property="where"
          label="Where"
          help="A condition on record: record.isbn == query.isbn."
        />
        <ChoiceOption
          {...props}
          property="otherwise"
          label="If there is none"
          choices={[
            ["not_found", "The flow ends with 404"],
            ["absent", "The result is absent"],
          ]}
        />
      </>
    ),
  },
  count: {
    icon: IconHash,
    verb: "Count",
    about: "How many rows of a model fit a condition.",
    words: "number total",
    hasModel: true,
    make: (model) => ({ name: "count", modelId: model?.id as string }),
    nameOf: (model) => `${model?.name ?? "row"}_count`,
    sentence: (options, reader) => `Count ${many(options, reader)}${where(options.where)}`,
    options: (props) => (
      <>
        <ModelOption {...props} />
        <ExpressionOption {...props} property="where" label="Where" help="A condition on record." />
      </>
    ),
  },
  create: {
    icon: IconCirclePlus,
    verb: "Create",
    about: "Adds a row to a model.",
    words: "add insert new",
    hasModel: true,
    make: (model) => ({ name: "create", modelId: model?.id as string, values: {} }),
    nameOf: (model) => model?.name ?? "row",
    sentence: (options, reader) => `Create ${one(options, reader)}`,
    options: (props) => (
      <>
        <ModelOption {...props} />
        <Assignments {...props} />
      </>
    ),
  },
  update: {
    icon: IconPencil,
    verb: "Update",
    about: "Changes a row that was found, or all that fit a condition.",
    words: "change set edit",
    hasModel: true,
    make: (model) => ({ name: "update", modelId: model?.id as string, values: {} }),
    nameOf: (model) => `changed_${model?.name ?? "row"}`,
    sentence: (options, reader) => `Update ${one(options, reader)}${where(options.where)}`,
    options: (props) => (
      <>
        <ModelOption {...props} />
        <ExpressionOption {...props} property="row" label="Row" help="The result of a step that found it." />
        <ExpressionOption {...props} property="where" label="Or all where" help="A condition on record." />
        <Assignments {...props} />
      </>
    ),
  },
  delete: {
    icon: IconTrash,
    verb: "Delete",
    about: "Deletes a row that was found, or all that fit a condition.",
    words: "remove",
    hasModel: true,
    make: (model) => ({ name: "delete", modelId: model?.id as string }),
    nameOf: (model) => `deleted_${model?.name ?? "row"}`,
    sentence: (options, reader) => `Delete ${one(options, reader)}${where(options.where)}`,
    options: (props) => (
      <>
        <ModelOption {...props} />
        <ExpressionOption {...props} property="row" label="Row" help="The result of a step that found it." />
        <ExpressionOption {...props} property="where" label="Or all where" help="A condition on record." />
      </>
    ),
  },
  if: {
    icon: IconArrowsSplit2,
    verb: "If",
    about: "Goes one way or the other.",
    words: "condition branch when else",
    hasModel: false,
    make: () => ({ name: "if", condition: "true" }),
    nameOf: () => "check",
    sentence: ({ condition }) => `If ${text(condition)}`,
    options: (props) => (
      <ExpressionOption {...props} property="condition" label="Condition" help="What is not known is not true." />
    ),
  },
  switch: {
    icon: IconRoute,
    verb: "Switch",
    about: "Takes the first of several ways whose condition holds.",
    words: "condition branch case",
    hasModel: false,
    make: () => ({ name: "switch", cases: [{ condition: "true" }] }),
    nameOf: () => "choice",
    sentence: ({ cases }) => `Switch over ${Array.isArray(cases) ? cases.length : 0} cases`,
    options: (props) => <Cases {...props} />,
  },
  for_each: {
    icon: IconRepeat,
    verb: "For each",
    about: "Repeats steps for each item of a list.",
    words: "loop repeat list",
    hasModel: false,
    make: () => ({ name: "for_each", list: "null" }),
    nameOf: () => "each",
    sentence: ({ list }) => `For each of ${text(list) === "null" ? "…" : text(list)}`,
    options: (props) => (
      <ExpressionOption {...props} property="list" label="List" help="The result of a step that found rows." />
    ),
  },
  set: {
    icon: IconVariable,
    verb: "Set values",
    about: "Names values for later steps.",
    words: "variable compute formula",
    hasModel: false,
    make: () => ({ name: "set", values: {} }),
    nameOf: () => "values",
    sentence: ({ values }) => `Set ${Object.keys((values as object | undefined) ?? {}).join(", ") || "values"}`,
    options: (props) => <NamedValues {...props} />,
  },
  respond: {
    icon: IconSend,
    verb: "Answer",
    about: "Ends the flow, keeps what it wrote and answers the request.",
    words: "respond return json redirect reply response",
    hasModel: false,
    make: () => ({ name: "respond", as: "nothing" }),
    nameOf: () => "answer",
    sentence: (options, reader) => {
      if (options.as === "json") return `Answer with ${text(options.value)}`;
      if (options.as === "nothing") return "Answer with nothing";
      return `Lead to ${reader.routes.find(({ id }) => id === options.routeId)?.label ?? "a page that is gone"}`;
    },
    options: (props) => <AnswerOptions {...props} />,
  },
  refuse: {
    icon: IconBan,
    verb: "Refuse",
    about: "Ends the flow, takes everything back and answers with a message.",
    words: "stop error abort fail",
    hasModel: false,
    make: () => ({ name: "refuse", status: 409, message: "This cannot be done." }),
    nameOf: () => "refusal",
    sentence: ({ message }) => `Refuse: ${text(message)}`,
    options: (props) => (
      <>
        <NumberOption {...props} property="status" label="Status" min={400} max={499} />
        <TextOption {...props} property="message" label="Message" />
      </>
    ),
  },
  note: {
    icon: IconNote,
    verb: "Note",
    about: "A remark for who reads the flow.",
    words: "comment",
    hasModel: false,
    make: () => ({ name: "note", text: "" }),
    nameOf: () => "note",
    sentence: (options) => text(options.text) || "Note",
    options: (props) => <TextOption {...props} property="text" label="Text" />,
  },
};

const editorOf = ({ type }: StepRecord): StepEditor | undefined =>
  isStepTypeName(type.name) ? stepEditors[type.name] : undefined;

/** What the step does: "Find one Book where record.isbn == body.isbn". */
export const sentenceOf = (reader: DefinitionReader, step: StepRecord): string =>
  editorOf(step)?.sentence(step.type, reader) ?? step.type.name;

export function StepIcon({ step }: { readonly step: StepRecord }) {
  const Drawn = editorOf(step)?.icon ?? IconFileText;
  return <Drawn size={16} stroke={1.5} aria-hidden />;
}

export const aboutStep = (step: StepRecord): string => editorOf(step)?.about ?? "";

export const StepOptionsOf = (props: OptionProps) => <>{editorOf(props.step)?.options(props)}</>;

const laneLabels: ReadonlyMap<string, string> = new Map([
  ["then", "Then"],
  ["else", "Else"],
  ["each", "Each time"],
  ["body", "Try"],
  ["error", "If it fails"],
]);

/** The name of a lane of a step. */
export function laneLabel(_reader: DefinitionReader, step: StepRecord, lane: string): string {
  const number = /^case_(\d+)$/.exec(lane)?.[1];
  if (number === undefined) return laneLabels.get(lane) ?? lane;
  const { cases } = step.type;
  const drawn = Array.isArray(cases) ? (cases[Number(number) - 1] as { condition?: string } | undefined) : undefined;
  return drawn?.condition ? `If ${drawn.condition}` : `Case ${number}`;
}
