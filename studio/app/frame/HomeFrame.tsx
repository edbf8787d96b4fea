import { IconUsers } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { Link, Outlet } from "react-router";
import { onEventsMissed, studioSocket } from "../../api/socket.ts";
import { Logo } from "../../components/Logo.tsx";
import { SkeletonCards } from "../../components/Skeletons.tsx";
import { useSession } from "../../session/use-session.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import classes from "./HomeFrame.module.css";
import { SkipLink } from "./SkipLink.tsx";

/** What is not inside one app: home and imports. */
export function HomeFrame() {
  const { workspace } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    const socket = studioSocket();
    const changed = () => void queries.invalidateQueries({ queryKey: ["apps"] });
    socket.on("apps.changed", changed);
    socket.on("release.progressed", changed);
    const stopMissed = onEventsMissed(changed);
    return () => {
      stopMissed();
      socket.off("apps.changed", changed);
      socket.off("release.progressed", changed);
    };
  }, [queries]);
  return (
    <div className={classes.frame}>
      <SkipLink />
      <header className={classes.bar}>
        <Link to="/" className={classes.brand} aria-label="All apps">
          <Logo size={20} />
          <span>Quintet</span>
        </Link>
        <span className={classes.workspace}>{workspace.name}</span>
        <Link to="/workspace/members" className={classes.place} title="Members, API tokens, mail and the audit log">
          <IconUsers size={16} stroke={1.5} aria-hidden="true" /> Workspace
        </Link>
        <AccountMenu />
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Suspense fallback={<SkeletonCards what="Loading" />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
