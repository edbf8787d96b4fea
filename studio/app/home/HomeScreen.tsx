import { Button } from "@mantine/core";
import { IconExternalLink, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import { appsQuery } from "../../api/queries.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonCards } from "../../components/Skeletons.tsx";
import { StatusLine } from "../../components/StatusLine.tsx";
import { formatAgo } from "../../format/format-time.ts";
import { DropFile } from "../../imports/DropFile.tsx";
import { IfMay } from "../../session/IfMay.tsx";
import { useMay } from "../../session/use-may.ts";
import { DeletedApps } from "./DeletedApps.tsx";
import classes from "./HomeScreen.module.css";
import { StartEmpty } from "./StartEmpty.tsx";

export function HomeScreen() {
  const apps = useQuery(appsQuery);
  const canMake = useMay()("createApp");
  const [broughtBack, setBroughtBack] = useState<AppId>();
  const deleted = <DeletedApps onBroughtBack={setBroughtBack} />;
  if (apps.isError) {
    return (
      <Screen title="Apps" isHeadingHidden>
        <EmptyState
          title="The apps could not be read"
          action={<Button onClick={() => void apps.refetch()}>Try again</Button>}
        >
          {apps.error.message}
        </EmptyState>
      </Screen>
    );
  }
  if (!apps.data) {
    return (
      <Screen title="Apps">
        <SkeletonCards what="Loading your apps" />
      </Screen>
    );
  }
  if (apps.data.length > 0) return <Apps apps={apps.data} deleted={deleted} broughtBack={broughtBack} />;
  return canMake ? <WhatAreYouBuilding deleted={deleted} /> : <NothingYet />;
}

/** Home of who looks on. */
const NothingYet = () => (
  <Screen title="Apps" isHeadingHidden>
    <EmptyState title="No apps yet">Apps that owners and editors of this workspace make will be here.</EmptyState>
  </Screen>
);

/** The second question of a first run, and home as long as there is nothing. */
function WhatAreYouBuilding({ deleted }: { readonly deleted: ReactNode }) {
  return (
    <Screen title="What are you building?" isHeadingHidden>
      <div className={classes.first}>
        <h2 className={classes.question}>What are you building?</h2>
        <p className={classes.lead}>Either way you get a running app with pages, a REST API and its own address.</p>
        <div className={classes.ways}>
          <DropFile />
          <section className={classes.way} aria-labelledby="start-empty">
            <h3 id="start-empty">Start empty</h3>
            <p>Draw your models first: what they are called, what they hold, how they belong together.</p>
            <StartEmpty />
          </section>
        </div>
        {deleted}
      </div>
    </Screen>
  );
}

interface AppsProps {
  readonly apps: readonly AppSummary[];
  readonly deleted: ReactNode;
  /** By a button that is gone with its line: the focus goes where the app is now. */
  readonly broughtBack: AppId | undefined;
}

function Apps({ apps, deleted, broughtBack }: AppsProps) {
  const [isStarting, setStarting] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const isThere = apps.some((app) => app.id === broughtBack);
  useEffect(() => {
    if (isThere) list.current?.querySelector<HTMLElement>(`[href="/apps/${broughtBack}/models"]`)?.focus();
  }, [isThere, broughtBack]);
  return (
    <Screen
      title="Apps"
      actions={
        <IfMay action="createApp">
          <Button
            leftSection={<IconPlus size={16} stroke={1.75} />}
            aria-expanded={isStarting}
            onClick={() => setStarting(!isStarting)}
          >
            New app
          </Button>
        </IfMay>
      }
    >
      {isStarting ? (
        <div className={classes.starting}>
          <StartEmpty onCancel={() => setStarting(false)} />
        </div>
      ) : null}
      <ul className={classes.apps} ref={list}>
        {apps.map((app) => (
          <AppCard key={app.id} app={app} />
        ))}
      </ul>
      <IfMay action="importFile">
        <DropFile compact title="Or start a new app from a file" />
      </IfMay>
      {deleted}
    </Screen>
  );
}

function AppCard({ app }: { readonly app: AppSummary }) {
  return (
    <li className={classes.app}>
      <Link to={`/apps/${app.id}/models`} className={classes.open}>
        <span
          className={classes.mark}
          aria-hidden="true"
          style={{ "--mark": `var(--hue-${hueOf(app.id)})` } as React.CSSProperties}
        >
          {[...app.label][0]?.toUpperCase()}
        </span>
        <span className={classes.label}>{app.label}</span>
        <span className={classes.edited}>Edited {formatAgo(app.updatedAt)}</span>
      </Link>
      <div className={classes.foot}>
        {app.live ? (
          <>
            <StatusLine tone="ok">Live, version {app.live.versionNumber}</StatusLine>
            <a className={classes.link} href={app.url} target="_blank" rel="noopener">
              {hostOf(app.url)} <IconExternalLink size={14} stroke={1.5} aria-hidden="true" />
            </a>
          </>
        ) : (
          <StatusLine>Not published yet</StatusLine>
        )}
      </div>
    </li>
  );
}

const hostOf = (url: string): string => new URL(url).host;

/** One of the eight module hues, the same for the same app. */
function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum += character.charCodeAt(0);
  return (sum % 8) + 1;
}
