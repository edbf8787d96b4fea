import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import type { AppSummary } from "#contract/http/apps";
import { PlaceLinks } from "../../components/PlaceLinks.tsx";
import { places } from "../../navigation/nav.ts";
import { useUiStore } from "../../session/ui-store.ts";
import classes from "./Rail.module.css";

/** The parts of the app at the left; folds to icons. On a phone the bar's menu has them instead. */
export function Rail({ app }: { readonly app: AppSummary }) {
  const isFolded = useUiStore((ui) => ui.isRailFolded);
  const setFolded = useUiStore((ui) => ui.setRailFolded);
  const Fold = isFolded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes.rail} data-folded={isFolded || undefined} aria-label="Parts of the app">
      <PlaceLinks below={`/apps/${app.id}`} places={places} isFolded={isFolded} />
      <Tooltip label={isFolded ? "Unfold" : "Fold"} position="right">
        <ActionIcon
          aria-label={isFolded ? "Unfold the rail" : "Fold the rail"}
          aria-expanded={!isFolded}
          className={classes.fold}
          onClick={() => setFolded(!isFolded)}
        >
          <Fold size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}
