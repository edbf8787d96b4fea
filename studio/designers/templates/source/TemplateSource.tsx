import { Suspense, useState } from "react";
import type { RouteId } from "#engine/definition/ids";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext } from "#engine/views/assist/names-at";
import { SkeletonRows } from "../../../components/Skeletons.tsx";
import type { ChosenTemplate } from "../chosen-template.ts";
import type { PreviewState } from "../preview/preview-session.ts";
import { SourceProblems } from "../SourceProblems.tsx";
import classes from "../templates.module.css";
import { LazySourceEditor } from "./LazySourceEditor.ts";
import type { SelectedPart } from "./marked-part.ts";
import { OwnSource } from "./OwnSource.tsx";
import type { SourcePlace } from "./SourceEditor.tsx";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  /** What stands in the editor, and what the preview found in which text. */
  readonly source: string;
  readonly state: PreviewState;
  readonly standsInFor: RouteId | undefined;
  readonly selected: SelectedPart | undefined;
  readonly onText: (source: string) => void;
  readonly onGo: (target: WordTarget) => void;
  readonly onRename: (target: WordTarget) => void;
}

/** The source of one template, and what is wrong in it. */
export function TemplateSource({ chosen, source, state, ...shared }: Props) {
  const [place, setPlace] = useState<SourcePlace>();
  const problems = state.judged === source ? state.problems : [];
  return (
    <>
      {chosen.kind === "builtIn" && (
        <p className={classes.builtIn}>
          Built in, and made from the models: it changes with them. Take it over to change it yourself; what you take
          over stays as you leave it.
        </p>
      )}
      <Suspense
        fallback={
          <div className={classes.loading}>
            <SkeletonRows what="Loading the editor" />
          </div>
        }
      >
        {chosen.kind === "own" ? (
          <OwnSource
            {...shared}
            template={chosen.template}
            problems={problems}
            judged={state.judged}
            place={place}
            onPlace={setPlace}
          />
        ) : (
          <BuiltInSource {...shared} chosen={chosen} />
        )}
      </Suspense>
      <SourceProblems
        problems={problems}
        onGo={(problem) => setPlace({ start: problem.at?.start ?? 0, end: problem.at?.end })}
      />
    </>
  );
}

function BuiltInSource({
  chosen,
  selected,
  context,
  onGo,
  onRename,
}: Pick<Props, "context" | "selected" | "onGo" | "onRename"> & {
  readonly chosen: Extract<ChosenTemplate, { kind: "builtIn" }>;
}) {
  return (
    <LazySourceEditor
      label={`Source of ${chosen.title}, built in`}
      text={chosen.source}
      problems={[]}
      judged={undefined}
      place={undefined}
      selected={selected}
      assist={{
        context: () => context,
        edited: (source) => ({ id: "tpl_none", source, standsInFor: chosen.route?.id }),
        go: onGo,
        rename: onRename,
      }}
      onText={() => {}}
    />
  );
}
