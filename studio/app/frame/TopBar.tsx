import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconExternalLink, IconSearch } from "@tabler/icons-react";
import { Link, useLocation, useParams, useSearchParams } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { ModelId } from "#engine/definition/ids";
import { HistoryButton } from "../../collaboration/HistoryButton.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { useDraftPart, usePendingChanges } from "../../draft-session/react/use-draft.ts";
import { places } from "../../navigation/nav.ts";
import { PeopleHere } from "../../presence/PeopleHere.tsx";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useMay } from "../../session/use-may.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { AppSwitcher } from "./AppSwitcher.tsx";
import { PhoneMenu } from "./PhoneMenu.tsx";
import { SavedState } from "./SavedState.tsx";
import classes from "./TopBar.module.css";
import { UndoButtons } from "./UndoButtons.tsx";

export function TopBar({ app }: { readonly app: AppSummary }) {
  const openPalette = useUiStore((ui) => ui.setPaletteOpen);
  const openAddress = useOpenAddress(app);
  return (
    <header className={classes.bar}>
      <PhoneMenu app={app} />
      <AppSwitcher app={app} />
      <Breadcrumb app={app} />
      <UndoButtons />
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
        <Tooltip label={openAddress().isPreview ? "Open the preview" : `Open ${app.url}`}>
          <ActionIcon
            component="a"
            href={openAddress().href}
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
      <PublishLink />
    </header>
  );
}

function PublishLink() {
  const changes = usePendingChanges().count;
  const canPublish = useMay()("publish");
  const [search] = useSearchParams();
  const publishSearch = new URLSearchParams(search);
  publishSearch.set("publish", "");
  if (!canPublish) {
    return (
      <Tooltip label="Owners and editors publish">
        <Button size="sm" variant="default" className={classes.publish ?? ""} data-disabled aria-disabled="true">
          Publish
        </Button>
      </Tooltip>
    );
  }
  return (
    <Button
      component={Link}
      to={{ search: `?${publishSearch}` }}
      variant={changes > 0 ? "filled" : "default"}
      size="sm"
      className={classes.publish ?? ""}
    >
      Publish
    </Button>
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
