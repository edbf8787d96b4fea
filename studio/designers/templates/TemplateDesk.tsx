import { Button, Menu, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from "react";
import type { TemplateId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext } from "#engine/views/assist/names-at";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import { useLookAtBranch } from "../pages/use-look-at-branch.ts";
import type { ChosenTemplate } from "./chosen-template.ts";
import type { NarrowPane } from "./narrow-pane.ts";
import { PreviewPane } from "./preview/PreviewPane.tsx";
import type { PreviewView } from "./preview/preview-view.ts";
import { useTemplatePreview } from "./preview/use-template-preview.ts";
import { RenameWord } from "./RenameWord.tsx";
import { isEditedVisually, ShownSide, useShownSide } from "./ShownSide.tsx";
import type { SelectedPart } from "./source/marked-part.ts";
import { TemplateSource } from "./source/TemplateSource.tsx";
import { TakeOverButton } from "./TakeOverButton.tsx";
import { DuplicatePage, TemplateActions } from "./TemplateActions.tsx";
import classes from "./templates.module.css";
import { UsedBy } from "./UsedBy.tsx";
import { useGoToWord } from "./use-go-to-word.ts";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
  /** On a screen that shows one thing at a time. */
  readonly narrow: NarrowPane | undefined;
}

/** One template: the page that it makes to be edited in place, its source, or both. */
export function TemplateDesk({ context, chosen, view, onView, narrow }: Props) {
  const canEdit = useMay()("edit");
  const own = chosen.kind === "own" ? chosen.template : undefined;
  const name = own?.name ?? (chosen.kind === "builtIn" ? chosen.name : "");
  const [show, setShow] = useShownSide(name);
  const stored = own?.source ?? (chosen.kind === "builtIn" ? chosen.source : "");
  const [typed, setTyped] = useState(stored);
  // The page editor writes into the draft, the source editor what was typed last and will soon be in it.
  const source = show === "source" ? typed : stored;
  const [markToken] = useState(newMarkToken);
  const isVisual = show !== "source";
  const look = useLookAtBranch(source);
  const preview = useTemplatePreview({
    context,
    chosen,
    source: isVisual ? look.shownSource : source,
    view,
    markToken: isVisual ? markToken : undefined,
  });
  const { pages, isTried, route, state } = preview;
  const goToWord = useGoToWord(context, route);
  const [renamed, setRenamed] = useState<WordTarget>();
  const editor = (selected?: SelectedPart) => (
    <TemplateSource
      context={context}
      chosen={chosen}
      source={source}
      state={state}
      standsInFor={isTried ? route?.id : undefined}
      selected={selected}
      onText={setTyped}
      onGo={goToWord}
      onRename={(target) => canEdit && setRenamed(target)}
    />
  );
  return (
    <Screen
      title={chosen.kind === "own" ? chosen.template.name : chosen.title}
      width="full"
      about={
        (!narrow || narrow.pane === "settings" || !isVisual) && (
          <UsedBy context={context} chosen={chosen} pages={isTried ? [] : pages} route={route} />
        )
      }
      actions={
        <>
          {isEditedVisually(name) && <ShownSide show={show} onShow={setShow} />}
          {canEdit && <ChosenActions chosen={chosen} page={isTried ? undefined : pages.find(isShownBy(own?.id))} />}
        </>
      }
    >
      <OtherProblems templateId={own?.id} />
      {isVisual ? (
        <VisualSide
          {...{ context, chosen, source, markToken, preview, view, onView, look, narrow }}
          beside={show === "both" ? editor : undefined}
        />
      ) : (
        <SourceDesk editor={editor()}>
          <PreviewPane {...preview} reader={context.reader} view={view} onView={onView} />
        </SourceDesk>
      )}
      {renamed && <RenameWord target={renamed} templateId={own?.id} onClose={() => setRenamed(undefined)} />}
    </Screen>
  );
}

type Side = "source" | "preview";

/** The source beside a preview in which nothing can be changed; one of the two on a narrow screen. */
function SourceDesk({ editor, children }: { readonly editor: ReactNode; readonly children: ReactNode }) {
  const [side, setSide] = useState<Side>("source");
  const isNarrow = useMediaQuery("(max-width: 1100px)", undefined, { getInitialValueInEffect: false });
  return (
    <>
      {isNarrow && <SideSwitch side={side} onSide={setSide} />}
      <div className={classes.desk}>
        <div className={classes.source} hidden={isNarrow && side !== "source"}>
          {editor}
        </div>
        <div className={classes.preview} hidden={isNarrow && side !== "preview"}>
          {children}
        </div>
      </div>
    </>
  );
}

const LazyVisualDesk = lazy(async () => ({ default: (await import("../pages/VisualDesk.tsx")).VisualDesk }));

const VisualSide = (props: ComponentProps<typeof LazyVisualDesk>) => (
  <Suspense fallback={<SkeletonRows what="Loading the page editor" />}>
    <LazyVisualDesk {...props} />
  </Suspense>
);

/** Nobody can guess it, so neither a row nor a template can forge a mark. */
const newMarkToken = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte % 36).toString(36)).join("");

const isShownBy =
  (templateId: TemplateId | undefined) =>
  ({ view }: RouteRecord): boolean =>
    templateId !== undefined && view.templateId === templateId;

function ChosenActions({ chosen, page }: { readonly chosen: ChosenTemplate; readonly page: RouteRecord | undefined }) {
  if (chosen.kind === "own") return <TemplateActions template={chosen.template} page={page} />;
  return (
    <>
      <TakeOverButton which={chosen.which} />
      {chosen.route && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="subtle" color="gray" aria-label={`More about ${chosen.title}`}>
              <IconDots size={16} stroke={1.5} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <DuplicatePage page={chosen.route} />
          </Menu.Dropdown>
        </Menu>
      )}
    </>
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
