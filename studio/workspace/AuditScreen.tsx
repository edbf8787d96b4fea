import { Button } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { exportAudit, type AuditLine as Line, listAudit } from "#contract/http/audit";
import { call } from "../api/client.ts";
import { download } from "../api/download.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { FormProblem } from "../components/FormProblem.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useMay } from "../session/use-may.ts";
import { AuditFilters } from "./AuditFilters.tsx";
import { AuditLine } from "./AuditLine.tsx";
import { type AuditFilter, auditFilter } from "./audit-filter.ts";
import classes from "./workspace.module.css";

/** What happened in the workspace, newest first. The filters are in the address, to come back to and to share. */
export function AuditScreen() {
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const filter = auditFilter(search);
  const lines = useAuditLines(filter);
  const exporting = useMutation({ mutationFn: () => download(exportAudit, { query: filter }) });
  return (
    <Screen
      title="Audit log"
      width="wide"
      about="What was done in this workspace, by whom and how. It cannot be changed. Edits of a draft are in the draft’s own history."
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
      <AuditFilters search={search} setSearch={setSearch} tokenName={nameOfToken(allOf(lines), filter.tokenId)} />
      <AuditLines filter={filter} lines={lines} onReset={() => setSearch({})} />
    </Screen>
  );
}

type AuditQuery = ReturnType<typeof useAuditLines>;

const allOf = (lines: AuditQuery): readonly Line[] => lines.data?.pages.flatMap(({ results }) => results) ?? [];

function useAuditLines(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) =>
      call(listAudit, { query: { ...filter, ...(pageParam === null ? {} : { before: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

function AuditLines(props: { readonly filter: AuditFilter; readonly lines: AuditQuery; readonly onReset: () => void }) {
  const { filter, lines, onReset } = props;
  if (lines.isPending) return <SkeletonRows what="Loading the audit log" count={8} />;
  if (lines.isError) return <ProblemNote problem={{ severity: "error", message: lines.error.message }} />;
  const all = allOf(lines);
  if (all.length === 0) {
    const isFiltered = Object.keys(filter).length > 0;
    return (
      <EmptyState
        icon={<IconHistory size={28} stroke={1.5} />}
        title={isFiltered ? "Nothing fits these filters" : "Nothing has been done yet"}
        action={isFiltered ? <Button onClick={onReset}>Show everything</Button> : null}
      >
        Sign-ins, changed roles, published versions, keys and each change of a live row are written down here.
      </EmptyState>
    );
  }
  return (
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
  );
}

function nameOfToken(lines: readonly Line[], tokenId: string | undefined): string | undefined {
  for (const { via } of lines) if (via?.kind === "token" && via.id === tokenId) return via.name;
  return undefined;
}
