import { Button, useComputedColorScheme } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { IconTemplate } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Link, Navigate, useLocation, useNavigate, useParams } from "react-router";
import { addTemplate } from "#engine/edits/commands/routes";
import { freeTemplateName } from "#engine/edits/commands/templates";
import { assistContext } from "#engine/views/assist/names-at";
import { randomBytes } from "../../api/random.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useDraftActions, useReader } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import { chosenTemplate } from "./chosen-template.ts";
import { FindInTemplates } from "./FindInTemplates.tsx";
import { NarrowTabs } from "./NarrowTabs.tsx";
import { shownPane, useNarrowPane } from "./narrow-pane.ts";
import { PageList } from "./PageList.tsx";
import type { PreviewView } from "./preview/preview-view.ts";
import { useShownSide } from "./ShownSide.tsx";
import { TemplateDesk } from "./TemplateDesk.tsx";
import classes from "./templates.module.css";
import { useTemplateInstead } from "./use-template-instead.ts";

/** The app's pages and their templates: `/pages/:templateId?`, where a built-in one has a key of its own (chosen-template.ts). */
export function PagesScreen() {
  const reader = useReader();
  const { templateId } = useParams();
  const context = useMemo(() => assistContext(reader), [reader]);
  const chosen = useMemo(() => chosenTemplate(context, templateId), [context, templateId]);
  const instead = useTemplateInstead(context, templateId);
  const app = useApp();
  const { search } = useLocation();
  const scheme = useComputedColorScheme("light");
  const [view, setView] = useState<PreviewView>(() => ({
    device: readableDevice(window.innerWidth),
    scheme,
    as: "builder",
    rows: "live",
    forms: "empty",
  }));
  const [isFinding, setFinding] = useState(false);
  useFindKey(() => setFinding(true));
  const [isAdding, setAdding] = useState(false);
  const add = () => setAdding(true);
  const addTemplate = useAddTemplate();
  const narrow = useNarrowPane();
  const [shown] = useShownSide(chosen?.kind === "own" ? chosen.template.name : (chosen?.name ?? ""));
  const pane = narrow && chosen ? shownPane(narrow.pane, shown) : undefined;
  if (instead !== undefined) return <Navigate to={`/apps/${app.id}/pages/${instead}${search}`} replace />;
  const key = chosen?.kind === "own" ? chosen.template.id : chosen?.key;
  return (
    <div className={classes.screen} data-pane={pane}>
      {narrow && chosen && <NarrowTabs narrow={narrow} shown={shown} />}
      {pane === "pages" && <h1 className="visually-hidden">Pages</h1>}
      <PageList
        context={context}
        chosen={key}
        onAdd={add}
        onAddTemplate={addTemplate}
        onFind={() => setFinding(true)}
        onChosen={() => narrow?.show("page")}
      />
      {chosen ? (
        <TemplateDesk
          key={key}
          context={context}
          chosen={chosen}
          view={view}
          onView={(change) => setView((now) => ({ ...now, ...change }))}
          narrow={narrow}
        />
      ) : (
        <Screen title="Pages">{templateId === undefined ? <NoTemplates onAdd={add} /> : <TemplateIsGone />}</Screen>
      )}
      {isFinding && <FindInTemplates onClose={() => setFinding(false)} />}
      {isAdding && (
        <Suspense fallback={null}>
          <LazyNewPageDialog onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** The widest that can be read: a desktop beside a source is too small on most screens, a tablet on a phone. */
const readableDevice = (width: number): PreviewView["device"] =>
  width < 600 ? "phone" : width < 1700 ? "tablet" : "desktop";

const LazyNewPageDialog = lazy(async () => ({
  default: (await import("../pages/new-page/NewPageDialog.tsx")).NewPageDialog,
}));

/** ⇧⌘F finds in all templates. */
function useFindKey(find: () => void): void {
  useWindowEvent("keydown", (event) => {
    if (!(event.metaKey || event.ctrlKey) || !event.shiftKey || event.key.toLowerCase() !== "f") return;
    event.preventDefault();
    find();
  });
}

const PART = `<p>Shown by every page that includes it.</p>
`;

/** Adds a template without a page: a part that others include, a layout, a text. */
function useAddTemplate(): () => void {
  const app = useApp();
  const navigate = useNavigate();
  const reader = useReader();
  const { apply } = useDraftActions();
  return () => {
    const command = addTemplate(reader, { name: freeTemplateName(reader, "part"), source: PART }, randomBytes);
    if (apply(command)) navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
}

function TemplateIsGone() {
  const app = useApp();
  return (
    <EmptyState
      icon={<IconTemplate size={32} stroke={1.25} />}
      title="This page is gone"
      action={
        <Button component={Link} to={`/apps/${app.id}/pages`}>
          All pages
        </Button>
      }
    >
      It was deleted, or taken over. Undo brings a deleted one back.
    </EmptyState>
  );
}

function NoTemplates({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <EmptyState
      icon={<IconTemplate size={32} stroke={1.25} />}
      title="Your own pages will be here"
      action={
        <IfMay action="edit">
          <Button onClick={onAdd}>New page</Button>
        </IfMay>
      }
      example="A home page has a large heading, three cards made from your rows, and a contact form."
    >
      Lists and pages of rows already have a finished look, and open here like your own. Add a page that begins as a
      hero with cards, an article or a list, or write one in Django's syntax.
    </EmptyState>
  );
}
