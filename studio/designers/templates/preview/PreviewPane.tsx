import { useMemo } from "react";
import type { RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { nonce } from "../../../theme/nonce.ts";
import { AddressBar } from "./AddressBar.tsx";
import { PreviewChoices } from "./PreviewChoices.tsx";
import { PreviewFrame } from "./PreviewFrame.tsx";
import { PreviewNotes } from "./PreviewNotes.tsx";
import classes from "./preview.module.css";
import { previewDocument } from "./preview-document.ts";
import type { PreviewState } from "./preview-session.ts";
import type { PreviewView } from "./preview-view.ts";

interface Props {
  readonly reader: DefinitionReader;
  /** Pages that show the template; when there are none, those on which it can be tried. */
  readonly pages: readonly RouteRecord[];
  readonly isTried: boolean;
  readonly route: RouteRecord | undefined;
  readonly view: PreviewView;
  readonly state: PreviewState & { readonly refresh: () => void };
  readonly notes: readonly string[];
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly onPage: (routeId: RouteId) => void;
  readonly onAddress: (address: string | undefined) => void;
}

/** The page that the template makes: on which address, for whom, on what screen. */
export function PreviewPane(props: Props) {
  const { reader, pages, isTried, route, view, state, notes, onView, onPage, onAddress } = props;
  const { page } = state;
  const { theme } = reader.definition.settings;
  const made = useMemo(
    () => page && previewDocument(page.html, { scheme: view.scheme, nonce, theme, marks: page.marks }),
    [page, view.scheme, theme],
  );
  if (!route) {
    return (
      <section className={classes.pane} aria-label="Preview">
        <p className={classes.nothing}>There is no page yet to show this on. Add a route, and it will be here.</p>
      </section>
    );
  }
  return (
    <section className={classes.pane} aria-label="Preview">
      <PreviewChoices
        reader={reader}
        pages={pages}
        isTried={isTried}
        route={route}
        hasForms={page?.hasForms === true}
        view={view}
        onView={onView}
        onPage={onPage}
      />
      <AddressBar
        reader={reader}
        route={route}
        address={page?.address}
        links={made?.links ?? []}
        view={view}
        onView={onView}
        onPage={onPage}
        onAddress={onAddress}
        onRefresh={state.refresh}
      />
      <PreviewNotes reader={reader} state={state} outsideImages={made?.outsideImages ?? 0} notes={notes} />
      {made ? (
        <PreviewFrame
          html={made.html}
          title={`Preview of ${page?.address ?? route.path}`}
          device={view.device}
          scheme={view.scheme}
          isOld={state.isOld}
        />
      ) : (
        <div className={classes.stage} />
      )}
    </section>
  );
}
