import { Button, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { RouteId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";
import type { RouteRecord } from "#engine/definition/records/route";
import { takeOverTemplate } from "#engine/edits/commands/templates";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext } from "#engine/views/assist/names-at";
import { randomBytes } from "../../api/random.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { hasCommandKey } from "../../components/platform-keys.ts";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { useTextBinding } from "../../draft-session/react/use-text-binding.ts";
import { placeOfRecord } from "../../navigation/record-address.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { type ChosenTemplate, keyOfTemplate } from "./chosen-template.ts";
import { PreviewPane, type PreviewView, previewAs } from "./preview/PreviewPane.tsx";
import { usePreview } from "./preview/use-preview.ts";
import { RenameWord } from "./RenameWord.tsx";
import { SourceProblems } from "./SourceProblems.tsx";
import type { SourcePlace } from "./source/SourceEditor.tsx";
import { TemplateActions } from "./TemplateActions.tsx";
import classes from "./templates.module.css";
import { UsedBy } from "./UsedBy.tsx";

const SourceEditor = lazy(async () => ({ default: (await import("./source/SourceEditor.tsx")).SourceEditor }));

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
}

/** One template: its source beside the page that it makes. */
export function TemplateDesk({ context, chosen, view, onView }: Props) {
  const app = useApp();
  const navigate = useNavigate();
  const canEdit = useMay()("edit");
  const { reader, definition, live, apply } = useDraft();
  const own = chosen.kind === "own" ? chosen.template : undefined;
  const [source, setSource] = useState(own?.source ?? "");
  const { pages, isTried } = usePages(context, chosen);
  const [page, setPage] = useState<{ readonly routeId: RouteId; readonly address: string | undefined }>();
  const route = pages.find(({ id }) => id === page?.routeId) ?? pages[0];
  const [place, setPlace] = useState<SourcePlace>();
  const [renamed, setRenamed] = useState<WordTarget>();
  const [shown, setShown] = useState<"source" | "preview">("source");
  const isNarrow = useMediaQuery("(max-width: 1100px)", undefined, { getInitialValueInEffect: false });

  const edited = useMemo(
    () => own && { id: own.id, source, standsInFor: isTried ? route?.id : undefined },
    [own, source, isTried, route?.id],
  );
  const onPage = (routeId: RouteId, address?: string) => setPage({ routeId, address });
  const state = usePreview(
    app.id,
    {
      definition,
      edited,
      routeId: route?.id,
      address: page && page.routeId === route?.id ? page.address : undefined,
      as: useMemo(() => previewAs(view.as), [view.as]),
      rows: view.rows,
      live: String(app.live?.releaseId ?? ""),
    },
    onPage,
  );

  const recordProblems = useProblemsOf(own?.id);
  const others = recordProblems.filter((problem) => problem.at === undefined && problem.property !== "source");
  const problems = state.judged === source ? state.problems : [];

  const go = (target: WordTarget) => {
    if (target.kind === "template") {
      const key = keyOfTemplate(context, target.name, route);
      if (key !== undefined) navigate(`/apps/${app.id}/templates/${key}`);
      return;
    }
    if (target.kind === "block") return;
    const recordId = target.kind === "route" ? target.routeId : target.fieldId;
    navigate(placeOfRecord({ reader, appId: app.id, recordId }));
  };
  const takeOver = () => {
    if (chosen.kind !== "builtIn") return;
    const command = takeOverTemplate(reader, chosen.which, randomBytes);
    if (apply(command)) navigate(`/apps/${app.id}/templates/${command.templateId}`);
  };

  const isRuleNew =
    view.as !== "builder" && route !== undefined && live !== null && hasNewRule(reader, live?.definition, route);
  const name = own?.name ?? (chosen.kind === "builtIn" ? chosen.name : "");
  const showsSource = !isNarrow || shown === "source";
  const showsPreview = !isNarrow || shown === "preview";
  return (
    <Screen
      title={name}
      width="full"
      about={<UsedBy context={context} chosen={chosen} pages={isTried ? [] : pages} route={route} />}
      actions={
        !canEdit ? undefined : own ? (
          <TemplateActions template={own} />
        ) : (
          <Button onClick={takeOver}>Take over and change</Button>
        )
      }
    >
      {isNarrow && (
        <SegmentedControl
          className={classes.tabs ?? ""}
          size="xs"
          aria-label="What is shown"
          value={shown}
          onChange={(value) => setShown(value as "source" | "preview")}
          data={[
            { value: "source", label: "Source" },
            { value: "preview", label: "Preview" },
          ]}
        />
      )}
      {others.length > 0 && (
        <div className={classes.problems}>
          {others.map((problem) => (
            <ProblemNote key={problem.code + problem.message} problem={problem} />
          ))}
        </div>
      )}
      <div className={classes.desk}>
        <div className={classes.source} hidden={!showsSource}>
          {chosen.kind === "builtIn" && (
            <p className={classes.builtIn}>
              Built in, and made from the models: it changes with them. Take it over to change it yourself; what you
              take over stays as you leave it.
            </p>
          )}
          <Suspense
            fallback={
              <div className={classes.loading}>
                <SkeletonRows what="Loading the editor" />
              </div>
            }
          >
            <Source
              key={own?.id ?? (chosen.kind === "builtIn" ? chosen.key : "")}
              context={context}
              chosen={chosen}
              problems={problems}
              judged={state.judged}
              place={place}
              standsInFor={isTried ? route?.id : undefined}
              onText={setSource}
              onPlace={setPlace}
              onGo={go}
              onRename={(target) => canEdit && setRenamed(target)}
            />
          </Suspense>
          <SourceProblems
            problems={problems}
            onGo={(problem) => setPlace({ start: problem.at?.start ?? 0, end: problem.at?.end })}
          />
        </div>
        <div className={classes.preview} hidden={!showsPreview}>
          <PreviewPane
            reader={reader}
            pages={pages}
            isTried={isTried}
            route={route}
            view={view}
            state={state}
            notes={
              isRuleNew ? ["Who may read these rows changes with the next publish; here the live rules count."] : []
            }
            onView={onView}
            onPage={onPage}
            onAddress={(address) => route && onPage(route.id, address)}
          />
        </div>
      </div>
      {renamed && <RenameWord target={renamed} templateId={own?.id} onClose={() => setRenamed(undefined)} />}
    </Screen>
  );
}

/** The pages that show a template; where there are none, all on which it can be tried. */
function usePages(context: AssistContext, chosen: ChosenTemplate) {
  return useMemo((): { readonly pages: readonly RouteRecord[]; readonly isTried: boolean } => {
    const { reader, graph } = context;
    if (chosen.kind === "builtIn") return { pages: chosen.route ? [chosen.route] : reader.routes, isTried: false };
    const shown = graph.pagesOf(chosen.template.id);
    return shown.length > 0 ? { pages: shown, isTried: false } : { pages: reader.routes, isTried: true };
  }, [context, chosen]);
}

interface SourceProps extends Pick<Parameters<typeof SourceEditor>[0], "problems" | "judged" | "place" | "onText"> {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly standsInFor: RouteId | undefined;
  readonly onPlace: (place: SourcePlace) => void;
  readonly onGo: (target: WordTarget) => void;
  readonly onRename: (target: WordTarget) => void;
}

function Source(props: SourceProps) {
  const { chosen } = props;
  return chosen.kind === "own" ? (
    <OwnSource {...props} template={chosen.template} />
  ) : (
    <SourceEditor
      label={`Source of ${chosen.name}, built in`}
      text={chosen.source}
      problems={[]}
      judged={undefined}
      place={undefined}
      assist={{
        context: () => props.context,
        edited: (source) => ({ id: "tpl_none", source, standsInFor: chosen.route?.id }),
        go: props.onGo,
        rename: props.onRename,
      }}
      onText={() => {}}
    />
  );
}

function OwnSource({
  template,
  context,
  standsInFor,
  onPlace,
  onGo,
  onRename,
  ...editor
}: SourceProps & { readonly template: Extract<ChosenTemplate, { kind: "own" }>["template"] }) {
  const text = useTextBinding({ recordId: template.id, property: "source", label: `Edit ${template.name}` });
  const canEdit = useMay()("edit");
  const [parameters] = useSearchParams();
  const at = parameters.get("at");
  useEffect(() => {
    if (at !== null && Number.isSafeInteger(Number(at))) onPlace({ start: Number(at) });
  }, [at, onPlace]);
  useEffect(() => {
    // A closed tab is no typing that rests, and ⌘S (app/AppKeys.tsx says that all is saved) is not to be a lie.
    const leaving = () => text.flush();
    const pressed = (event: KeyboardEvent) => {
      if (hasCommandKey(event) && event.key.toLowerCase() === "s") text.flush();
    };
    window.addEventListener("pagehide", leaving);
    window.addEventListener("keydown", pressed, { capture: true });
    return () => {
      window.removeEventListener("pagehide", leaving);
      window.removeEventListener("keydown", pressed, { capture: true });
    };
  }, [text]);
  return (
    <SourceEditor
      {...editor}
      isReadOnly={!canEdit}
      label={`Source of ${template.name}`}
      text={text}
      assist={{
        context: () => context,
        edited: (source) => ({ id: template.id, source, standsInFor }),
        go: onGo,
        rename: (target) => {
          // The rename begins from what is typed, not from what was saved last.
          text.flush();
          onRename(target);
        },
      }}
    />
  );
}

/** Whether the read rule of the page's model is another in the draft than live. */
function hasNewRule(
  reader: AssistContext["reader"],
  live: AssistContext["reader"]["definition"] | undefined,
  { view }: RouteRecord,
): boolean {
  if (!live || view.modelId === undefined) return false;
  const liveRule = Object.values(live.records).find(
    (record) => record.kind === "rule" && record.modelId === view.modelId && record.action === "read",
  );
  const drawn = reader.rule(view.modelId, "read");
  const words = (rule: unknown) => (rule as { expression?: string } | undefined)?.expression ?? null;
  return !isEqualJson(words(liveRule), words(drawn));
}
