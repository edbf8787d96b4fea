import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { listReleases, type Release } from "#contract/http/releases";
import type { AppId, VersionId } from "#contract/platform-ids";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { StatusLine, type Tone } from "../components/StatusLine.tsx";
import { formatAgo } from "../format/format-time.ts";
import { IfMay } from "../session/IfMay.tsx";
import { useApp } from "../session/use-app.ts";
import { ReleaseDetail } from "./ReleaseDetail.tsx";
import { formatDuration, isFinished, releaseTitle, stateLabels } from "./release-labels.ts";
import classes from "./releases-screen.module.css";
import { useReleaseChanges } from "./use-release-changes.ts";
import { versionBefore } from "./version-before.ts";

const PAGE = 50;
const tones: Readonly<Record<Release["state"], Tone>> = {
  queued: "busy",
  preparing: "busy",
  switching: "busy",
  live: "ok",
  superseded: "neutral",
  failed: "error",
};

/** The history of an app: what went live, when, by whom; one release beside it with what it changed. */
export function ReleasesScreen() {
  const app = useApp();
  const { number } = useParams();
  const query = useReleases(app.id);
  const releases = query.data?.pages.flatMap((page) => page.results) ?? [];
  const chosen = releases.find((release) => String(release.number) === number);

  if (query.isPending) {
    return (
      <Screen title="Releases">
        <SkeletonRows what="Loading the releases" />
      </Screen>
    );
  }
  if (query.isError) {
    return (
      <Screen title="Releases">
        <EmptyState
          title="The releases could not be read"
          action={<Button onClick={() => void query.refetch()}>Try again</Button>}
        >
          {query.error.message}
        </EmptyState>
      </Screen>
    );
  }
  if (releases.length === 0) {
    return (
      <Screen title="Releases">
        <NoReleases />
      </Screen>
    );
  }
  return (
    <Screen
      title="Releases"
      about="Everything that went live, newest first. Any version can go live again; data that was added since is archived, not deleted."
      inspector={chosen && <ReleaseDetail key={chosen.number} release={chosen} releases={releases} />}
    >
      <ol className={classes.list}>
        {releases.map((release) => (
          <ReleaseLine
            key={release.number}
            release={release}
            previous={versionBefore(release, releases)}
            isChosen={release.number === chosen?.number}
          />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Older releases
        </Button>
      )}
    </Screen>
  );
}

/** The releases page by page; asked for again while one is under way. */
function useReleases(appId: AppId) {
  return useInfiniteQuery({
    queryKey: ["releases", appId],
    queryFn: ({ pageParam, signal }) =>
      call(
        listReleases,
        { params: { appId: appId }, query: { limit: PAGE, ...(pageParam === 0 ? {} : { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.results.length < PAGE ? undefined : page.results.at(-1)?.number),
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.results.some((release) => !isFinished(release.state)) ? 1_000 : false,
  });
}

const NoReleases = () => (
  <EmptyState
    icon={<IconHistory size={32} stroke={1.25} />}
    title="Nothing has been published yet"
    action={
      <IfMay action="publish">
        <Button component={Link} to="?publish">
          Review publishing
        </Button>
      </IfMay>
    }
    example="Version 2 · Price added to Book · 0.4 s · roll back"
  >
    Each publish is a release: what it changed, how long it took, and a way back to how it was before.
  </EmptyState>
);

function ReleaseLine(props: {
  readonly release: Release;
  readonly previous: VersionId | undefined;
  readonly isChosen: boolean;
}) {
  const { release, isChosen } = props;
  const changes = useReleaseChanges(release, props.previous);
  return (
    <li data-chosen={isChosen || undefined}>
      <Link
        to={`/apps/${release.appId}/releases/${release.number}`}
        className={classes.release}
        aria-current={isChosen ? "true" : undefined}
      >
        <span className={`${classes.number} tabular`}>{release.versionNumber}</span>
        <span className={classes.what}>
          <span className={classes.message}>{releaseTitle(release)}</span>
          <span className={classes.quiet}>
            {release.by} ·{" "}
            <time dateTime={release.createdAt} title={new Date(release.createdAt).toLocaleString()}>
              {formatAgo(release.createdAt)}
            </time>
            {release.rollbackOf !== undefined && release.message !== "" && " · roll back"}
          </span>
          {changes === undefined ? null : <span className={classes.quiet}>{changes}</span>}
        </span>
        <span className={`${classes.took} tabular`}>
          {release.tookMs === undefined ? "" : formatDuration(release.tookMs)}
        </span>
        <span className={classes.state}>
          <StatusLine tone={tones[release.state]}>{stateLabels[release.state]}</StatusLine>
        </span>
      </Link>
    </li>
  );
}
