import { Button, TextInput } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { type AuditAction, auditActions } from "#contract/audit-actions";
import { type AuditVia, exportAudit, type AuditLine as Line, listAudit } from "#contract/http/audit";
import { listMembers } from "#contract/http/people";
import type { AccountId, AppId } from "#contract/platform-ids";
import { call } from "../api/client.ts";
import { download } from "../api/download.ts";
import { appsQuery } from "../api/queries.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useMay } from "../session/use-may.ts";
import { AuditLine } from "./AuditLine.tsx";
import { viaLabels } from "./via-labels.ts";
import classes from "./workspace.module.css";

/** What happened in the workspace, newest first. The filters are in the address, to come back to and to share. */
export function AuditScreen() {
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const lines = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, { query: { ...filter, ...(pageParam === null ? {} : { before: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const exporting = useMutation({ mutationFn: () => download(exportAudit, { query: filter }) });
  const all = lines.data?.pages.flatMap(({ results }) => results) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Screen
      title="Audit log"
      width="wide"
      about="What was done in this workspace, by whom and how. Nobody can change it. Edits of a draft are in the draft’s own history."
      actions={
        may("exportAudit") ? (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
            loading={exporting.isPending}
            onClick={() => exporting.mutate()}
          >
            Export as NDJSON
          </Button>
        ) : null
      }
    >
      <div className={classes.problem}>
        <FormProblem error={exporting.error} />
      </div>
      <Filters search={search} setSearch={setSearch} tokenName={nameOfToken(all, filter.tokenId)} />
      {lines.isPending ? (
        <SkeletonRows what="Loading the audit log" count={8} />
      ) : lines.isError ? (
        <ProblemNote problem={{ severity: "error", message: lines.error.message }} />
      ) : all.length === 0 ? (
        <EmptyState
          icon={<IconHistory size={28} stroke={1.5} />}
          title={isFiltered ? "Nothing fits these filters" : "Nothing has been done yet"}
          action={isFiltered ? <Button onClick={() => setSearch({})}>Show everything</Button> : null}
        >
          Sign-ins, changed roles, published versions, keys and each change of a live row are written down here.
        </EmptyState>
      ) : (
        <>
          <ol className={classes.card} aria-label="What was done, newest first">
            {all.map((line) => (
              <AuditLine
                key={line.id}
                line={line}
                linkToToken={(tokenId) =>
                  tokenId === filter.tokenId ? null : (
                    <Link to={{ search: new URLSearchParams({ token: tokenId }).toString() }}>
                      Show all that was done with it
                    </Link>
                  )
                }
              />
            ))}
          </ol>
          {lines.hasNextPage ? (
            <div className={classes.more}>
              <Button variant="default" loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
                Show earlier
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Screen>
  );
}

function nameOfToken(lines: readonly Line[], tokenId: string | undefined): string | undefined {
  for (const { via } of lines) if (via?.kind === "token" && via.id === tokenId) return via.name;
  return undefined;
}

/** The choice among the ways that stands for the one token that the address names. */
const ONE_TOKEN = "one-token";

function Filters(props: {
  readonly search: URLSearchParams;
  readonly setSearch: (next: URLSearchParams, options: { replace: boolean }) => void;
  /** Of the token in the address, once a line of it is here. */
  readonly tokenName: string | undefined;
}) {
  const { search, setSearch, tokenName } = props;
  const tokenId = search.get("token");
  const members = useQuery({
    queryKey: ["members"],
    queryFn: async ({ signal }) => (await call(listMembers, {}, { signal })).results,
  });
  const apps = useQuery(appsQuery);
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const next = new URLSearchParams(search);
    const { value } = event.currentTarget;
    if (value === "") next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const setVia = (event: { currentTarget: { value: string } }) => {
    const next = new URLSearchParams(search);
    next.delete("via");
    next.delete("token");
    if (event.currentTarget.value !== "") next.set("via", event.currentTarget.value);
    setSearch(next, { replace: true });
  };
  return (
    <section className={classes.filters} aria-label="Filters">
      <PlainSelect label="Who" value={search.get("actor") ?? ""} onChange={set("actor")}>
        <option value="">Everybody</option>
        {members.data?.map((member) => (
          <option key={member.accountId} value={member.accountId}>
            {member.name}
          </option>
        ))}
      </PlainSelect>
      <PlainSelect label="App" value={search.get("app") ?? ""} onChange={set("app")}>
        <option value="">All apps</option>
        {apps.data?.map((app) => (
          <option key={app.id} value={app.id}>
            {app.label}
          </option>
        ))}
      </PlainSelect>
      <PlainSelect label="How" value={tokenId ? ONE_TOKEN : (search.get("via") ?? "")} onChange={setVia}>
        <option value="">Any way</option>
        {Object.entries(viaLabels).map(([via, name]) => (
          <option key={via} value={via}>
            {name}
          </option>
        ))}
        {tokenId ? (
          <option value={ONE_TOKEN}>{tokenName === undefined ? "One token" : `Token “${tokenName}”`}</option>
        ) : null}
      </PlainSelect>
      <PlainSelect label="What" value={search.get("action") ?? ""} onChange={set("action")}>
        <option value="">Everything</option>
        {Object.keys(auditActions).map((action) => (
          <option key={action} value={action}>
            {action}
          </option>
        ))}
      </PlainSelect>
      <TextInput label="From" type="date" value={search.get("from") ?? ""} onChange={set("from")} />
      <TextInput label="To" type="date" value={search.get("to") ?? ""} onChange={set("to")} />
    </section>
  );
}

function filterOf(search: URLSearchParams) {
  const actor = search.get("actor");
  const app = search.get("app");
  const action = search.get("action");
  const via = search.get("via");
  const tokenId = search.get("token");
  const from = dayStart(search.get("from"), 0);
  const until = dayStart(search.get("to"), 1);
  return {
    ...(actor ? { actorId: actor as AccountId } : {}),
    ...(app ? { appId: app as AppId } : {}),
    ...(action && Object.hasOwn(auditActions, action) ? { action: action as AuditAction } : {}),
    ...(via && Object.hasOwn(viaLabels, via) ? { via: via as AuditVia["kind"] } : {}),
    ...(tokenId ? { tokenId } : {}),
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
  };
}

/** Midnight of a day in the browser's zone, some days later, as an instant. */
function dayStart(day: string | null, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? "") ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
