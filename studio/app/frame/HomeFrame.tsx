import { ActionIcon } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Link, Outlet } from "react-router";
import { onEventsMissed, studioSocket } from "../../api/socket.ts";
import { Logo } from "../../components/Logo.tsx";
import { hasCommandKey } from "../../components/platform-keys.ts";
import { SkeletonCards } from "../../components/Skeletons.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { useSession } from "../../session/use-session.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import classes from "./HomeFrame.module.css";
import { SkipLink } from "./SkipLink.tsx";
import { useOnceTrue } from "./use-once-true.ts";

const PaletteOutside = lazy(async () => ({ default: (await import("../palette/Palette.tsx")).PaletteOutside }));

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
  const setOpen = useUiStore((ui) => ui.setPaletteOpen);
  const wantsPalette = useOnceTrue(useUiStore((ui) => ui.isPaletteOpen));
  useWindowEvent("keydown", (event) => {
    if (event.defaultPrevented || !hasCommandKey(event) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    setOpen(!useUiStore.getState().isPaletteOpen);
  });
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
        <ActionIcon aria-label="Find anything" title="Find anything" onClick={() => setOpen(true)}>
          <IconSearch size={16} stroke={1.5} />
        </ActionIcon>
        <AccountMenu />
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Suspense fallback={<SkeletonCards what="Loading" />}>
          <Outlet />
        </Suspense>
      </main>
      {wantsPalette ? (
        <Suspense>
          <PaletteOutside />
        </Suspense>
      ) : null}
    </div>
  );
}
