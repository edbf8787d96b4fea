import { Suspense } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import { useMay } from "../app/use-may.ts";
import { useSession } from "../app/use-session.ts";
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
        <ul className={classes.list}>
          {workspacePlaces
            .filter(({ action }) => may(action))
            .map(({ path, label, icon: PlaceIcon }) => (
              <li key={path}>
                <NavLink to={`/workspace/${path}`} className={classes.place ?? ""}>
                  <PlaceIcon size={16} stroke={1.5} aria-hidden="true" />
                  <span>{label}</span>
                </NavLink>
              </li>
            ))}
        </ul>
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
