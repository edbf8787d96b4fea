import { Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { useMay } from "../app/use-may.ts";
import { useSession } from "../app/use-session.ts";
import { PlaceLinks } from "../components/PlaceLinks.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import classes from "./WorkspaceFrame.module.css";
import { workspacePlaces } from "./workspace-places.ts";

/** What belongs to the workspace and not to one app: its navigation at the left, above on a phone. */
export function WorkspaceFrame() {
  const { workspace } = useSession();
  const may = useMay();
  const { pathname } = useLocation();
  return (
    <div className={classes.frame}>
      <nav className={classes.rail} aria-label={`Workspace ${workspace.name}`}>
        <PlaceLinks below="/workspace" places={workspacePlaces.filter(({ action }) => may(action))} />
      </nav>
      <div className={classes.content}>
        <Suspense
          key={pathname.split("/")[2]}
          fallback={
            <div className={classes.waiting}>
              <SkeletonRows what="Loading the screen" />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
