import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { TemplateId } from "#engine/definition/ids";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext } from "#engine/views/assist/names-at";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import type { ChosenTemplate } from "./chosen-template.ts";
import { PreviewPane } from "./preview/PreviewPane.tsx";
import type { PreviewView } from "./preview/preview-view.ts";
import { useTemplatePreview } from "./preview/use-template-preview.ts";
import { RenameWord } from "./RenameWord.tsx";
import { TemplateSource } from "./source/TemplateSource.tsx";
import { TakeOverButton } from "./TakeOverButton.tsx";
import { TemplateActions } from "./TemplateActions.tsx";
import classes from "./templates.module.css";
import { UsedBy } from "./UsedBy.tsx";
import { useGoToWord } from "./use-go-to-word.ts";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
}

type Side = "source" | "preview";

/** One template: its source beside the page that it makes. */
export function TemplateDesk({ context, chosen, view, onView }: Props) {
  const canEdit = useMay()("edit");
  const own = chosen.kind === "own" ? chosen.template : undefined;
  const [source, setSource] = useState(own?.source ?? "");
  const preview = useTemplatePreview({ context, chosen, source, view });
  const { pages, isTried, route, state } = preview;
  const goToWord = useGoToWord(context, route);
  const [renamed, setRenamed] = useState<WordTarget>();
  const [side, setSide] = useState<Side>("source");
  const isNarrow = useMediaQuery("(max-width: 1100px)", undefined, { getInitialValueInEffect: false });
  return (
    <Screen
      title={chosen.kind === "own" ? chosen.template.name : chosen.title}
      width="full"
      about={<UsedBy context={context} chosen={chosen} pages={isTried ? [] : pages} route={route} />}
      actions={canEdit && <ChosenActions chosen={chosen} />}
    >
      {isNarrow && <SideSwitch side={side} onSide={setSide} />}
      <OtherProblems templateId={own?.id} />
      <div className={classes.desk}>
        <div className={classes.source} hidden={isNarrow && side !== "source"}>
          <TemplateSource
            context={context}
            chosen={chosen}
            source={source}
            state={state}
            standsInFor={isTried ? route?.id : undefined}
            onText={setSource}
            onGo={goToWord}
            onRename={(target) => canEdit && setRenamed(target)}
          />
        </div>
        <div className={classes.preview} hidden={isNarrow && side !== "preview"}>
          <PreviewPane {...preview} reader={context.reader} view={view} onView={onView} />
        </div>
      </div>
      {renamed && <RenameWord target={renamed} templateId={own?.id} onClose={() => setRenamed(undefined)} />}
    </Screen>
  );
}

function ChosenActions({ chosen }: { readonly chosen: ChosenTemplate }) {
  return chosen.kind === "own" ? (
    <TemplateActions template={chosen.template} />
  ) : (
    <TakeOverButton which={chosen.which} />
  );
}

/** Where there is no room for both, one sees the source or the preview. */
function SideSwitch({ side, onSide }: { readonly side: Side; readonly onSide: (side: Side) => void }) {
  return (
    <SegmentedControl
      className={classes.tabs ?? ""}
      size="xs"
      aria-label="What is shown"
      value={side}
      onChange={(value) => onSide(value as Side)}
      data={[
        { value: "source", label: "Source" },
        { value: "preview", label: "Preview" },
      ]}
    />
  );
}

/** The problems of a template that are at no place of its source. */
function OtherProblems({ templateId }: { readonly templateId: TemplateId | undefined }) {
  const problems = useProblemsOf(templateId).filter(
    (problem) => problem.at === undefined && problem.property !== "source",
  );
  if (problems.length === 0) return null;
  return (
    <div className={classes.problems}>
      {problems.map((problem) => (
        <ProblemNote key={problem.code + problem.message} problem={problem} />
      ))}
    </div>
  );
}
