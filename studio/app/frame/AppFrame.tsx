import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link, Outlet, useLocation, useParams, useSearchParams } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import { appQuery } from "../../api/queries.ts";
import { DraftNotices } from "../../collaboration/DraftNotices.tsx";
import { TextConflicts } from "../../collaboration/TextConflicts.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { PlaceContext } from "../../components/use-document-title.ts";
import { DraftProvider } from "../../draft-session/react/DraftProvider.tsx";
import { places } from "../../navigation/nav.ts";
import { usePresence } from "../../presence/use-presence.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { AppContext } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { useSession } from "../../session/use-session.ts";
import classes from "./AppFrame.module.css";
import { AppKeys } from "./AppKeys.tsx";
import { AskedActions } from "./AskedActions.tsx";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { ProblemBar } from "./ProblemBar.tsx";
import { Rail } from "./Rail.tsx";
import { SkipLink } from "./SkipLink.tsx";
import { TopBar } from "./TopBar.tsx";
import { useOnceTrue } from "./use-once-true.ts";
import { ViewerBar } from "./ViewerBar.tsx";

const Palette = lazy(async () => ({ default: (await import("../palette/Palette.tsx")).Palette }));
const Shortcuts = lazy(async () => ({ default: (await import("./Shortcuts.tsx")).Shortcuts }));
const HistoryPanel = lazy(async () => ({
  default: (await import("../../collaboration/HistoryPanel.tsx")).HistoryPanel,
}));
const PublishPanel = lazy(async () => ({ default: (await import("../../releases/PublishPanel.tsx")).PublishPanel }));

/** An app: the bar above, the rail at the left, a designer in the middle, what is wrong below. */
export function AppFrame() {
  const { appId } = useParams() as { appId: AppId };
  const session = useSession();
  const app = useQuery(appQuery(appId));
  if (app.isError) return <Missing error={app.error} />;
  if (!app.data) return <Loading />;
  return (
    <AppContext value={app.data}>
      <PlaceContext value={app.data.label}>
        <DraftProvider
          key={app.data.draftId}
          draftId={app.data.draftId}
          me={session.account.id}
          loading={<Loading />}
          failed={(error) => <Missing error={error} />}
        >
          <Frame app={app.data} />
        </DraftProvider>
      </PlaceContext>
    </AppContext>
  );
}

function Frame({ app }: { readonly app: AppSummary }) {
  const [search] = useSearchParams();
  const may = useMay();
  const { pathname } = useLocation();
  usePresence({ draftId: app.draftId, me: useSession().account.id });
  return (
    <div className={classes.frame}>
      <SkipLink />
      <AppKeys />
      <AskedActions />
      <LeaveGuard />
      <TopBar app={app} />
      <ConnectionBar />
      <ViewerBar />
      <TextConflicts />
      <DraftNotices />
      <div className={classes.below}>
        <Rail app={app} />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<Waiting />} key={pathname.split("/")[3]}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <ProblemBar app={app} />
      <Arrival />
      <OnDemand />
      {search.has("publish") && may("publish") ? (
        <Suspense>
          <PublishPanel />
        </Suspense>
      ) : null}
      {search.has("history") ? (
        <Suspense>
          <HistoryPanel />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Says to those who do not see it that another part of the app is open now. */
function Arrival() {
  const { pathname } = useLocation();
  const place = places.find(({ path }) => path === pathname.split("/")[3]);
  return (
    <p role="status" className="visually-hidden">
      {place?.label}
    </p>
  );
}

/** The palette and the shortcuts, loaded when they are first asked for. */
function OnDemand() {
  const wantsPalette = useOnceTrue(useUiStore((ui) => ui.isPaletteOpen));
  const wantsShortcuts = useOnceTrue(useUiStore((ui) => ui.areShortcutsOpen));
  return (
    <Suspense>
      {wantsPalette ? <Palette /> : null}
      {wantsShortcuts ? <Shortcuts /> : null}
    </Suspense>
  );
}

const Waiting = () => (
  <div className={classes.waiting}>
    <SkeletonRows what="Loading the screen" />
  </div>
);

const Loading = () => (
  <div className={classes.frame}>
    <div className={classes.emptyBar} />
    <div className={classes.waiting}>
      <SkeletonRows what="Loading the app" />
    </div>
  </div>
);

function Missing({ error }: { readonly error: Error }) {
  return (
    <main className={classes.frame}>
      <EmptyState
        title="This app cannot be opened"
        action={
          <Button component={Link} to="/">
            All apps
          </Button>
        }
      >
        {error.message}
      </EmptyState>
    </main>
  );
}
