import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import type { RouteRecord } from "#engine/definition/records/route";
import { pathTo } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { AddressBar } from "../templates/preview/AddressBar.tsx";
import { PreviewChoices } from "../templates/preview/PreviewChoices.tsx";
import { PreviewNotes } from "../templates/preview/PreviewNotes.tsx";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import { nodeLabel } from "./node-label.ts";
import { PageCanvas } from "./PageCanvas.tsx";
import classes from "./pages.module.css";
import type { DeskGestures } from "./use-desk-gestures.ts";
import type { OutlineSelection } from "./use-outline-selection.ts";

interface ShownProps {
  /** On a narrow screen: the choices of what it shows are opened when they are wanted. */
  readonly isAlone: boolean;
  readonly reader: AssistContext["reader"];
  readonly preview: ReturnType<typeof useTemplatePreview>;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly canvas: DeskGestures["canvas"];
}

interface Props extends ShownProps, Pick<OutlineSelection, "outline" | "node" | "select"> {
  readonly source: string;
  /** Why the last edit was not done. */
  readonly note: React.ReactNode;
}

/** The page itself, with the choices of what it shows, and the path to the selected part. */
export function DeskPage({ outline, node, select, source, note, ...shown }: Props) {
  const { route } = shown.preview;
  return (
    <section className={classes.canvas} aria-label="Page">
      {note}
      {route ? (
        <ShownPage {...shown} route={route} />
      ) : (
        <p className={classes.quiet}>There is no page yet to show this on. Add a route, and it will be here.</p>
      )}
      <nav className={classes.path} aria-label="Where the selected part stands">
        {node &&
          pathTo(outline, node.from).map((one) => (
            <button key={one.from} type="button" onClick={() => select(one.from)}>
              {nodeLabel(one, source)}
            </button>
          ))}
      </nav>
    </section>
  );
}

function ShownPage({
  isAlone,
  reader,
  preview,
  view,
  onView,
  canvas,
  route,
}: ShownProps & { readonly route: RouteRecord }) {
  const [areChoicesOpen, setChoicesOpen] = useState(false);
  const { pages, isTried, state, notes, onPage, onAddress } = preview;
  return (
    <>
      {isAlone && (
        <Button
          className={classes.choices ?? ""}
          variant="subtle"
          color="gray"
          justify="space-between"
          aria-expanded={areChoicesOpen}
          rightSection={<IconChevronDown size={16} stroke={1.5} aria-hidden />}
          onClick={() => setChoicesOpen(!areChoicesOpen)}
        >
          Shown: {state.page?.address ?? route.path}
        </Button>
      )}
      {(!isAlone || areChoicesOpen) && (
        <>
          <PreviewChoices
            reader={reader}
            pages={pages}
            isTried={isTried}
            route={route}
            hasForms={state.page?.hasForms === true}
            view={view}
            onView={onView}
            onPage={onPage}
          />
          <AddressBar
            reader={reader}
            route={route}
            address={state.page?.address}
            links={[]}
            view={view}
            onView={onView}
            onPage={onPage}
            onAddress={onAddress}
            onRefresh={state.refresh}
          />
        </>
      )}
      <PreviewNotes reader={reader} state={state} outsideImages={0} notes={notes} />
      <PageCanvas
        title={`Page ${state.page?.address ?? route.path}`}
        view={view}
        isOld={state.isOld}
        port={canvas.port}
        page={canvas.page}
        selection={canvas.selection}
        text={canvas.text}
      />
    </>
  );
}
