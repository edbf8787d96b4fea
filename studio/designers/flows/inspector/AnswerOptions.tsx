import type { RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { compileRoutes } from "#engine/routing/compile-routes";
import { readablePath } from "#engine/routing/readable-path";
import { methodsOfView } from "#engine/view-types/registry";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { Assignment } from "./Assignments.tsx";
import { ChoiceOption } from "./ChoiceOption.tsx";
import { ExpressionOption, type OptionProps } from "./ExpressionOption.tsx";
import { NumberOption } from "./NumberOption.tsx";

type Parameters = Readonly<Record<string, string>>;

/** What the flow answers with: a value as JSON, a page that it leads to, or nothing. */
export function AnswerOptions(props: OptionProps) {
  const { step } = props;
  const reader = useReader();
  const to = reader.routes.find(({ id }) => id === step.type.routeId);
  /** Another kind of answer has other options. */
  const chooseKind: OptionProps["onChange"] = ({ as }) => {
    const nothing = { status: undefined, value: undefined, routeId: undefined, parameters: undefined };
    if (as === "json") return props.onChange({ ...nothing, as, status: 200, value: "null" });
    const page = pagesOf(reader)[0];
    if (as === "redirect")
      return page
        ? props.onChange({ ...nothing, as, routeId: page.id, parameters: parametersOf(reader, page.id, {}) })
        : "There is no page to lead to yet.";
    return props.onChange({ ...nothing, as: "nothing" });
  };
  return (
    <>
      <ChoiceOption
        step={step}
        onChange={chooseKind}
        property="as"
        label="Answers with"
        choices={[
          ["json", "A value, as JSON"],
          ["redirect", "A page that it leads to"],
          ["nothing", "Nothing (204)"],
        ]}
      />
      {step.type.as === "json" && (
        <>
          <NumberOption {...props} property="status" label="Status" min={200} max={299} />
          <ExpressionOption
            {...props}
            property="value"
            label="Value"
            help="The name of an earlier result, or a calculation."
          />
        </>
      )}
      {step.type.as === "redirect" && (
        <>
          <ChoiceOption
            step={step}
            onChange={({ routeId }) =>
              props.onChange({ routeId, parameters: parametersOf(reader, routeId as RouteId, step.type.parameters) })
            }
            property="routeId"
            label="Page"
            choices={pagesOf(reader).map(({ id, label, path }) => [id, `${label} – ${readablePath(path)}`] as const)}
          />
          {to && Object.keys((step.type.parameters ?? {}) as Parameters).length > 0 && (
            <FieldRow label="Its address" help={`What ${readablePath(to.path)} needs.`}>
              {Object.entries((step.type.parameters ?? {}) as Parameters).map(([name, source]) => (
                <Assignment
                  key={name}
                  label={name}
                  source={source}
                  onSave={(typed) =>
                    props.onChange({ parameters: { ...(step.type.parameters as Parameters), [name]: typed } })
                  }
                />
              ))}
            </FieldRow>
          )}
        </>
      )}
    </>
  );
}

const pagesOf = (reader: DefinitionReader) => reader.routes.filter(({ view }) => methodsOfView(view).includes("GET"));

/** The parameters that the page's path has, with what was written for them. */
function parametersOf(reader: DefinitionReader, routeId: RouteId, known: unknown): Parameters {
  const written = (known ?? {}) as Parameters;
  const route = reader.routes.find(({ id }) => id === routeId);
  const pattern = route && compileRoutes(reader.routes).find(route.name)?.pattern;
  return Object.fromEntries((pattern?.parameters ?? []).map(({ name }) => [name, written[name] ?? "null"]));
}
