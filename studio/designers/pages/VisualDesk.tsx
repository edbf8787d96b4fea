import { useState } from "react";
import { Link } from "react-router";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { pageOutline } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useOwnProblems } from "../../session/screen-problems.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { type NarrowPane, shownPane } from "../templates/narrow-pane.ts";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import type { SelectedPart } from "../templates/source/marked-part.ts";
import { DeskDialogs } from "./DeskDialogs.tsx";
import { DeskPage } from "./DeskPage.tsx";
import { DeskSide } from "./DeskSide.tsx";
import { NodeInspector } from "./NodeInspector.tsx";
import { PageInspector } from "./PageInspector.tsx";
import classes from "./pages.module.css";
import { partAtCaret } from "./part-at-caret.ts";
import { RefusalNote } from "./RefusalNote.tsx";
import { useDeskDialogs } from "./use-desk-dialogs.ts";
import { useDeskEdits } from "./use-desk-edits.ts";
import { type DeskGestures, useDeskGestures } from "./use-desk-gestures.ts";
import { useDeskSide } from "./use-desk-side.ts";
import type { LookAtBranch } from "./use-look-at-branch.ts";
import { useOpenTemplate } from "./use-open-template.ts";
import { type Arrival, useOutlineSelection } from "./use-outline-selection.ts";
import type { EditRefusal } from "./use-page-edit.ts";
import { ValueDialog } from "./values/ValueDialog.tsx";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly source: string;
  readonly markToken: string;
  readonly preview: ReturnType<typeof useTemplatePreview>;
  readonly view: PreviewView;
  readonly look: LookAtBranch;
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly narrow: NarrowPane | undefined;
  /** The source beside the canvas, when both are shown. */
  readonly beside: ((selected: SelectedPart) => React.ReactNode) | undefined;
}

/** A page as one sees it: structure and parts to insert, the page itself, and what is selected. */
export function VisualDesk({ context, chosen, source, markToken, preview, view, onView, look, narrow, beside }: Props) {
  const { route, state } = preview;
  const [said, setSaid] = useState("");
  const [refusal, setRefusal] = useState<EditRefusal>();
  const shown = useDeskSide(() => narrow?.show("structure"));
  const dialogs = useDeskDialogs();
  const { back, setSelection, ...selected } = useOutlineSelection(source);
  const { outline, node } = selected;
  useOwnProblems(state.findings);
  const toPage = () => narrow?.show("page");
  const onClose = narrow && toPage;
  const handlers = { onSelect: setSelection, onRefusal: setRefusal, announce: setSaid, onAskRows: dialogs.setAsking };
  const edits = useDeskEdits({ context, chosen, route, outline, source, ...handlers });
  const openTemplate = useOpenTemplate({ context, chosen, route, announce: setSaid });
  const gestures = useDeskGestures({
    ...selected,
    context,
    chosen,
    markToken,
    state,
    view,
    edits,
    openTemplate,
    announce: setSaid,
    openPalette: shown.openPalette,
    onWrite: toPage,
    askLink: (answer) => dialogs.setLinking({ answer }),
    askValue: (at, answer) => dialogs.setValueAt({ at, kind: "caret", answer }),
  });
  const inSource: SelectedPart = {
    part: node && { source, at: node.from, to: node.to },
    onCaret: (place) => {
      const part = partAtCaret(place.source === source ? outline : pageOutline(place.source), place.at);
      if (part) setSelection({ source: place.source, at: part.from });
    },
  };
  const { canvas, actions } = gestures;
  const findings = findingsIn(node, { chosen, findings: state.findings, offsetOf: canvas.offsetOf });
  const side = { ...selected, shown, source, edits, gestures, openTemplate };
  const page = {
    ...selected,
    isAlone: narrow !== undefined,
    source,
    reader: context.reader,
    preview,
    view,
    onView,
    canvas,
  };
  return (
    <>
      {back && <BackLink back={back} />}
      <div className={classes.desk} data-pane={narrow && shownPane(narrow.pane, beside ? "both" : "visual")}>
        <DeskSide {...side} isAlone={narrow !== undefined} onForm={() => dialogs.setAskingForm(true)} />
        <DeskPage {...page} note={refusal && <RefusalNote refusal={refusal} onClose={() => setRefusal(undefined)} />} />
        {beside && <div className={classes.source}>{beside(inSource)}</div>}
        <div className={classes.settings}>
          {node ? (
            <NodeInspector
              node={node}
              outline={outline}
              route={route}
              {...{ context, chosen }}
              findings={findings}
              actions={actions}
              look={look}
              onValue={dialogs.setValueAt}
              onValueAtCaret={canvas.askValue}
              onPageSettings={() => selected.select(undefined)}
              onClose={onClose}
            />
          ) : (
            <PageInspector {...{ context, chosen, route, outline, onClose }} edit={edits.edit} />
          )}
        </div>
      </div>
      {dialogs.valueAt && (
        <ValueDialog
          {...{ context, chosen, source, preview, view, markToken }}
          place={dialogs.valueAt}
          onClose={() => {
            if (dialogs.valueAt?.kind === "caret") dialogs.valueAt.answer(undefined);
            dialogs.setValueAt(undefined);
          }}
          onChoose={(expression, shown) => {
            const place = dialogs.valueAt;
            dialogs.setValueAt(undefined);
            if (place?.kind === "caret") place.answer(expression, shown);
            else if (place) edits.edit(place.edit(expression));
          }}
        />
      )}
      <DeskDialogs
        dialogs={dialogs}
        context={context}
        route={route}
        edits={edits}
        actions={actions}
        onInserted={() => shown.afterDialog(narrow !== undefined)}
      />
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </>
  );
}

function BackLink({ back }: Required<Pick<Arrival, "back">>) {
  return (
    <p className={classes.back}>
      <Link to={back.to}>← Back to {back.title}</Link>
      <span>Changes here show on every page that uses it.</span>
    </p>
  );
}

interface Checked {
  readonly chosen: ChosenTemplate;
  readonly findings: ReturnType<typeof useTemplatePreview>["state"]["findings"];
  readonly offsetOf: DeskGestures["canvas"]["offsetOf"];
}

/** What the checks of the page found in one part of the opened template. */
const findingsIn = (node: OutlineNode | undefined, { chosen, findings, offsetOf }: Checked) =>
  findings.filter(
    ({ recordId, at: place }) =>
      node !== undefined &&
      chosen.kind === "own" &&
      recordId === chosen.template.id &&
      place !== undefined &&
      offsetOf(place.start) === node.from,
  );
