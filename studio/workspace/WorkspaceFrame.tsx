import { IconEyeOff } from "@tabler/icons-react";
import { Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { EmptyState } from "../components/EmptyState.tsx";
import { PlaceLinks } from "../components/PlaceLinks.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { formatRole } from "../format/role-labels.ts";
import { useMay } from "../session/use-may.ts";
import { useSession } from "../session/use-session.ts";
import classes from "./WorkspaceFrame.module.css";
import { workspacePlaces } from "./workspace-places.ts";

/** What belongs to the workspace and not to one app: its navigation at the left, above on a phone. */
export function WorkspaceFrame() {
  const { workspace } = useSession();
  const may = useMay();
  const here = useLocation().pathname.split("/")[2];
  const closed = workspacePlaces.find(({ path, action }) => path === here && !may(action));
  return (
    <div className={classes.frame}>
      <nav className={classes.rail} aria-label={`Workspace ${workspace.name}`}>
        <PlaceLinks below="/workspace" places={workspacePlaces.filter(({ action }) => may(action))} />
      </nav>
      <div className={classes.content}>
        <Suspense
          key={here}
          fallback={
            <div className={classes.waiting}>
              <SkeletonRows what="Loading the screen" />
            </div>
          }
        >
          {closed ? (
            <Screen title={closed.label}>
              <EmptyState icon={<IconEyeOff size={32} stroke={1.25} />} title={`${closed.label} is not shown to you`}>
                Your role here is {formatRole(workspace)}, which does not see it. An owner can change that under
                Members.
              </EmptyState>
            </Screen>
          ) : (
            <Outlet />
          )}
        </Suspense>
      </div>
    </div>
  );
}
