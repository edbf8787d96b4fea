import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconExternalLink, IconSearch } from "@tabler/icons-react";
import { Link, useLocation, useParams, useSearchParams } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { ModelId } from "#engine/definition/ids";
import { HistoryButton } from "../../collaboration/HistoryButton.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { useDraftActions, useDraftPart, usePendingChanges } from "../../draft-session/react/use-draft.ts";
import { places } from "../../navigation/nav.ts";
import { PeopleHere } from "../../presence/PeopleHere.tsx";
import { IfMay } from "../../session/IfMay.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { useMay } from "../../session/use-may.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { AppSwitcher } from "./AppSwitcher.tsx";
import { PhoneMenu } from "./PhoneMenu.tsx";
import { SavedState } from "./SavedState.tsx";
import classes from "./TopBar.module.css";

export function TopBar({ app }: { readonly app: AppSummary }) {
  const openPalette = useUiStore((ui) => ui.setPaletteOpen);
  const changes = usePendingChanges().count;
  const canPublish = useMay()("publish");
  const [search] = useSearchParams();
  const publishSearch = new URLSearchParams(search);
  publishSearch.set("publish", "");
  return (
    <header className={classes.bar}>
      <PhoneMenu app={app} />
      <AppSwitcher app={app} />
      <Breadcrumb app={app} />
      <IfMay action="edit">
        <UndoButtons />
      </IfMay>
      <span className={classes.gap} />
      <PeopleHere app={app} />
      <SavedState />
      <HistoryButton />
      <Tooltip
        label={
          <>
            Find anything <Kbd keys="⌘ K" />
          </>
        }
      >
        <ActionIcon aria-label="Find anything" onClick={() => openPalette(true)}>
          <IconSearch size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      {app.live ? (
        <Tooltip label={`Open ${app.url}`}>
          <ActionIcon
            component="a"
            href={app.url}
            target="_blank"
            rel="noopener"
            aria-label="Open the live app"
            className={classes.live}
          >
            <IconExternalLink size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <AccountMenu hasKeys />
      {canPublish ? (
        <Button
          component={Link}
          to={{ search: `?${publishSearch}` }}
          variant={changes > 0 ? "filled" : "default"}
          size="sm"
          className={classes.publish ?? ""}
        >
          Publish
        </Button>
      ) : (
        <Tooltip label="Owners and editors publish">
          <Button size="sm" variant="default" className={classes.publish ?? ""} data-disabled aria-disabled="true">
            Publish
          </Button>
        </Tooltip>
      )}
    </header>
  );
}

function Breadcrumb({ app }: { readonly app: AppSummary }) {
  const { pathname } = useLocation();
  const { modelId } = useParams() as { modelId?: ModelId };
  const modelLabel = useDraftPart((view) => (modelId ? view.reader.model(modelId)?.label : undefined));
  const place = places.find(({ path }) => pathname.startsWith(`/apps/${app.id}/${path}`));
  if (!place) return null;
  return (
    <nav className={classes.breadcrumb} aria-label="Where you are">
      <ol>
        <li>
          {modelLabel ? (
            <Link to={`/apps/${app.id}/${place.path}`}>{place.label}</Link>
          ) : (
            <span aria-current="page">{place.label}</span>
          )}
        </li>
        {modelLabel ? (
          <li>
            <span aria-current="page">{modelLabel}</span>
          </li>
        ) : null}
      </ol>
    </nav>
  );
}

function UndoButtons() {
  const undoState = useDraftPart((view) => view.undoState);
  const { undo, redo } = useDraftActions();
  return (
    <div className={classes.undo}>
      <Tooltip
        label={
          undoState.undo ? (
            <>
              Undo: {undoState.undo} <Kbd keys="⌘ Z" />
            </>
          ) : (
            "Nothing to undo"
          )
        }
      >
        <ActionIcon
          aria-label={undoState.undo ? `Undo: ${undoState.undo}` : "Undo"}
          aria-disabled={undoState.undo === null}
          data-off={undoState.undo === null || undefined}
          onClick={undo}
        >
          <IconArrowBackUp size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Tooltip
        label={
          undoState.redo ? (
            <>
              Redo: {undoState.redo} <Kbd keys="⇧ ⌘ Z" />
            </>
          ) : (
            "Nothing to redo"
          )
        }
      >
        <ActionIcon
          aria-label={undoState.redo ? `Redo: ${undoState.redo}` : "Redo"}
          aria-disabled={undoState.redo === null}
          data-off={undoState.redo === null || undefined}
          onClick={redo}
        >
          <IconArrowForwardUp size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
