import { Button } from "@mantine/core";
import { IconHistory, IconRocket } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { type HistoryEntry, listDraftHistory } from "#contract/http/draft-history";
import { listReleases, type Release } from "#contract/http/releases";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useDraftPart, useReader } from "../draft-session/react/use-draft.ts";
import { formatAgo } from "../format/format-time.ts";
import { useApp } from "../session/use-app.ts";
import { useMay } from "../session/use-may.ts";
import { editSentence } from "./edit-sentence.ts";
import classes from "./history.module.css";
import type { HistoryPlace } from "./history-address.ts";
import { recordLabel } from "./record-label.ts";
import { useRestore } from "./use-restore.ts";
import { withReleases } from "./with-releases.ts";

const PAGE = 50;
/** An edit that waited longer than this is said to have. */
const LATE_MS = 60_000;

type Change = (next: { history?: string; by?: string | undefined; record?: string | undefined }) => void;

/** Who edited what and when, newest first; of one person, or of one record and what belongs to it. */
export function EditList({ place, change }: { readonly place: HistoryPlace; readonly change: Change }) {
  const { by, record } = place;
  const query = useEdits(place);
  const releases = useReleases();
  const restore = useRestore();
  const canRestore = useMay()("edit") && !restore.isPending;
  if (query.isPending) return <SkeletonRows what="Loading the history" />;
  if (query.isError) {
    return (
      <EmptyState
        title="The history could not be read"
        action={<Button onClick={() => void query.refetch()}>Try again</Button>}
      >
        {query.error.message}
      </EmptyState>
    );
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  const people = query.data.pages[0]?.people ?? [];
  const forgotten = query.data.pages[0]?.forgotten ?? 0;
  const isFiltered = by !== undefined || record !== undefined;
  return (
    <>
      <Filters place={place} people={people} onChange={change} />
      {entries.length === 0 ? (
        <EmptyState icon={<IconHistory size={32} stroke={1.25} />} title="No edits here yet">
          {isFiltered
            ? "Nobody has changed this, as far back as the history goes."
            : "Every edit of this app will be here, with who made it and a way back."}
        </EmptyState>
      ) : (
        <ol className={classes.list} aria-busy={query.isFetching}>
          {withReleases(entries, releases).map((line) =>
            line.kind === "release" ? (
              <ReleaseLine key={`release ${line.release.number}`} release={line.release} />
            ) : (
              <EditLine
                key={line.entry.revision}
                entry={line.entry}
                onOpen={() => change({ history: String(line.entry.revision) })}
                onRestore={
                  canRestore
                    ? () => restore.mutate({ revision: line.entry.revision, side: "before", only: true })
                    : undefined
                }
              />
            ),
          )}
        </ol>
      )}
      {query.hasNextPage ? (
        <Button
          className={classes.more ?? ""}
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Older edits
        </Button>
      ) : forgotten > 0 ? (
        <p className={classes.quiet}>
          {forgotten === 1 ? "The first edit is" : `The first ${forgotten.toLocaleString()} edits are`} no longer kept.
          A history keeps the last 10,000 edits, and at most 64 MB. Published versions are all kept.
        </p>
      ) : null}
    </>
  );
}

/** The edits page by page, read again a moment after somebody edits. */
function useEdits({ by, record }: HistoryPlace) {
  const draftId = useDraftPart((view) => view.draftId);
  const revision = useDraftPart((view) => view.revision);
  const query = useInfiniteQuery({
    queryKey: ["draft-history", draftId, by ?? "", record ?? ""],
    queryFn: ({ pageParam, signal }) =>
      call(
        listDraftHistory,
        {
          params: { draftId },
          query: {
            limit: PAGE,
            ...(pageParam === 0 ? {} : { before: pageParam }),
            ...(by === undefined ? {} : { actor: by }),
            ...(record === undefined ? {} : { record }),
          },
        },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.entries.length < PAGE ? undefined : page.entries.at(-1)?.revision),
    placeholderData: keepPreviousData,
  });
  // What others do while one reads is shown too.
  const { refetch } = query;
  useEffect(() => {
    const timer = setTimeout(() => void refetch(), revision >= 0 ? 400 : 0);
    return () => clearTimeout(timer);
  }, [revision, refetch]);
  return query;
}

function Filters(props: {
  readonly place: HistoryPlace;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: Change;
}) {
  const { place, people, onChange } = props;
  const { by, record } = place;
  const reader = useReader();
  return (
    <div className={classes.filters}>
      <PlainSelect
        size="sm"
        aria-label="Edits by"
        value={by ?? ""}
        onChange={(event) => onChange({ by: event.currentTarget.value || undefined })}
      >
        <option value="">Everybody</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </PlainSelect>
      {record !== undefined ? (
        <Button size="compact-sm" variant="default" onClick={() => onChange({ record: undefined })}>
          Only {recordLabel(reader, record)} ✕<span className="visually-hidden"> Show all edits</span>
        </Button>
      ) : null}
    </div>
  );
}

/** The releases that a history shows between its edits: those that went live. */
function useReleases(): readonly Release[] {
  const app = useApp();
  const query = useQuery({
    queryKey: ["releases", app.id, "of the history"],
    queryFn: ({ signal }) => call(listReleases, { params: { appId: app.id }, query: { limit: 100 } }, { signal }),
  });
  return query.data?.results.filter(({ state }) => state === "live" || state === "superseded") ?? [];
}

function ReleaseLine({ release }: { readonly release: Release }) {
  return (
    <li className={classes.release}>
      <IconRocket size={14} stroke={1.5} aria-hidden />
      <span>
        {release.by} {release.rollbackOf === undefined ? "published" : "went back to"} version {release.versionNumber}
        {release.message === "" ? "" : `: ${release.message}`}
        <span className={classes.quiet}> · {formatAgo(release.createdAt)}</span>
      </span>
    </li>
  );
}

function EditLine(props: {
  readonly entry: HistoryEntry;
  readonly onOpen: () => void;
  /** Brings back what this edit alone changed; absent for who may not edit. */
  readonly onRestore: (() => void) | undefined;
}) {
  const { entry, onOpen, onRestore } = props;
  return (
    <li className={classes.line}>
      <button
        type="button"
        className={classes.entry}
        data-undone={entry.undoneBy !== undefined || undefined}
        onClick={onOpen}
      >
        <span className={classes.label}>{editSentence(entry)}</span>
        <span className={classes.quiet}>
          <EntryTime entry={entry} />
          {entry.undoneBy === undefined ? null : " · undone"}
          {entry.records > 1 ? ` · ${entry.records} things` : null}
        </span>
      </button>
      {onRestore ? (
        <Button
          className={classes.restoreLine ?? ""}
          size="compact-xs"
          variant="default"
          aria-label={`Restore what was before: ${editSentence(entry)}`}
          title="What this edit changed is as it was before it; everything else stays"
          onClick={onRestore}
        >
          Restore
        </Button>
      ) : null}
    </li>
  );
}

/** When it was made; of what waited for a connection also when it came. */
export function EntryTime({ entry }: { readonly entry: HistoryEntry }) {
  const made = entry.madeAt ?? entry.at;
  const waited = Date.parse(entry.at) - Date.parse(made) > LATE_MS;
  return (
    <>
      <time dateTime={made} title={new Date(made).toLocaleString()}>
        {formatAgo(made)}
      </time>
      {waited ? ` (without a connection; came ${formatAgo(entry.at)})` : null}
    </>
  );
}
