import { useComputedColorScheme } from "@mantine/core";
import { useMemo, useState } from "react";
import type { AppTheme } from "#engine/definition/app-theme";
import type { RouteId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import { homePage } from "#engine/review/page-readers";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import { nonce } from "../../../theme/nonce.ts";
import { PreviewFrame } from "../../templates/preview/PreviewFrame.tsx";
import { previewDocument } from "../../templates/preview/preview-document.ts";
import { type PreviewView, previewAs } from "../../templates/preview/preview-view.ts";
import { ScreenChoices } from "../../templates/preview/ScreenChoices.tsx";
import { usePreview } from "../../templates/preview/use-preview.ts";
import classes from "./look.module.css";
import { samplePage } from "./sample-page.ts";

const SAMPLE = "sample";
const BUILDER = previewAs("builder");

/** A page of the app in the look that is being chosen; a page with all parts for an app that has none yet. */
export function LookPreview({ theme }: { readonly theme: AppTheme }) {
  const app = useApp();
  const { reader, definition } = useDraft();
  const scheme = useComputedColorScheme("light");
  const [view, setView] = useState<PreviewView>({
    device: window.innerWidth < 700 ? "phone" : "desktop",
    scheme,
    as: "builder",
    rows: "live",
    forms: "empty",
  });
  const [chosen, setChosen] = useState<string>();
  const home = homePage(reader);
  const route = chosen === SAMPLE ? undefined : (reader.routes.find(({ id }) => id === chosen) ?? home);
  const [address, setAddress] = useState<{ readonly routeId: RouteId; readonly address: string }>();
  const state = usePreview(
    app,
    {
      definition,
      edited: undefined,
      routeId: route?.id,
      address: address?.routeId === route?.id ? address?.address : undefined,
      as: BUILDER,
      rows: view.rows,
      forms: view.forms,
      live: String(app.live?.releaseNumber ?? ""),
    },
    (routeId, at) => setAddress({ routeId, address: at }),
  );
  const html = route ? state.page?.html : samplePage(reader.definition.settings.label, theme);
  const shown = useMemo(
    () => (html === undefined ? undefined : previewDocument(html, { scheme: view.scheme, nonce, theme })),
    [html, view.scheme, theme],
  );
  const isFixed = theme.scheme !== "both";
  return (
    <section className={classes.preview} aria-label="Preview of the look">
      <div className={classes.previewBar}>
        <PageSelect pages={reader.routes} shownId={route?.id} onChoose={setChosen} />
        <ScreenChoices view={view} onView={(change) => setView((now) => ({ ...now, ...change }))} />
      </div>
      {isFixed && (
        <p className={classes.size}>This look is always {theme.scheme}, whatever a visitor’s device prefers.</p>
      )}
      <div className={classes.previewStage}>
        {shown && (
          <PreviewFrame
            html={shown.html}
            title="A page in this look"
            device={view.device}
            scheme={isFixed ? (theme.scheme as "light" | "dark") : view.scheme}
            isOld={route !== undefined && state.isOld}
          />
        )}
      </div>
    </section>
  );
}

interface PageSelectProps {
  readonly pages: readonly RouteRecord[];
  /** Undefined for the page with all parts. */
  readonly shownId: RouteId | undefined;
  readonly onChoose: (chosen: string) => void;
}

function PageSelect({ pages, shownId, onChoose }: PageSelectProps) {
  return (
    <PlainSelect
      size="sm"
      aria-label="Page that is shown"
      value={shownId ?? SAMPLE}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {pages.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
      <option value={SAMPLE}>All parts of a page</option>
    </PlainSelect>
  );
}
