import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { compareDraft, type DraftEditDetail, getDraftEdit, type RecordEdit } from "#contract/http/draft-history";
import type { EditTargetId } from "#engine/edits/edit";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useDraftPart } from "../draft-session/react/use-draft.ts";
import { EntryTime } from "./EditList.tsx";
import { editSentence } from "./edit-sentence.ts";
import classes from "./history.module.css";
import { RecordEditView } from "./RecordEditView.tsx";
import { useRestore } from "./use-restore.ts";

/** One edit: what it changed, before and after, and the ways back. */
export function EditDetail(props: {
  readonly revision: number;
  readonly onBack: () => void;
  readonly onRecord: (record: EditTargetId) => void;
}) {
  const { revision } = props;
  const draftId = useDraftPart((view) => view.draftId);
  const query = useQuery({
    queryKey: ["draft-history", draftId, "edit", revision],
    queryFn: ({ signal }) => call(getDraftEdit, { params: { draftId, revision } }, { signal }),
  });
  return (
    <>
      <Button
        className={classes.back ?? ""}
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconArrowLeft size={14} stroke={1.75} aria-hidden />}
        onClick={props.onBack}
      >
        All edits
      </Button>
      {query.isPending ? (
        <SkeletonRows what="Loading the edit" />
      ) : query.isError ? (
        <EmptyState title="This edit could not be read">{query.error.message}</EmptyState>
      ) : (
        <Detail detail={query.data} onRecord={props.onRecord} />
      )}
    </>
  );
}

function Detail({
  detail,
  onRecord,
}: {
  readonly detail: DraftEditDetail;
  readonly onRecord: (record: EditTargetId) => void;
}) {
  const { entry, edits, canRestore } = detail;
  const restore = useRestore();
  return (
    <article className={classes.detail}>
      <header>
        <h3 className={classes.detailTitle}>{editSentence(entry)}</h3>
        <p className={classes.quiet}>
          <EntryTime entry={entry} />
          {entry.undoneBy === undefined ? null : " · undone since"}
        </p>
      </header>
      {canRestore ? null : (
        <p className={classes.note}>
          This was edited before an upgrade changed how apps are written down: it can be read, not restored.
        </p>
      )}
      {edits.length === 0 ? <p className={classes.quiet}>It changed nothing that lasts.</p> : null}
      <ul className={classes.records}>
        {edits.map((edit) => (
          <li key={edit.recordId}>
            <RecordEditView
              edit={edit}
              onRecord={() => onRecord(edit.recordId)}
              {...(canRestore && !restore.isPending
                ? {
                    onRestore: (part: { side: "before" | "after"; property?: string }) =>
                      restore.mutate({ revision: entry.revision, record: edit.recordId, ...part }),
                  }
                : {})}
            />
          </li>
        ))}
      </ul>
      {canRestore ? <WholeDraft revision={entry.revision} /> : null}
    </article>
  );
}

/** The draft as a whole, back to before or after this edit: first what that would change, then one click. */
function WholeDraft({ revision }: { readonly revision: number }) {
  const draftId = useDraftPart((view) => view.draftId);
  const now = useDraftPart((view) => view.revision);
  const [side, setSide] = useState<"before" | "after">();
  const restore = useRestore();
  const comparison = useQuery({
    queryKey: ["draft-history", draftId, "comparison", revision, side, now],
    queryFn: ({ signal }) =>
      call(compareDraft, { params: { draftId, revision }, query: { side: side ?? "after" } }, { signal }),
    enabled: side !== undefined,
    retry: false,
  });
  return (
    <section className={classes.whole} aria-label="The whole draft">
      <h4 className={classes.subtitle}>The whole draft</h4>
      <p className={classes.quiet}>Restore everything to this moment. It is one edit, and undo takes it back.</p>
      <div className={classes.buttons}>
        {(["before", "after"] as const).map((each) => (
          <Button
            key={each}
            size="xs"
            variant={side === each ? "light" : "default"}
            aria-pressed={side === each}
            onClick={() => setSide(each)}
          >
            To {each} this edit…
          </Button>
        ))}
      </div>
      {side === undefined ? null : comparison.isPending ? (
        <SkeletonRows what="Comparing" />
      ) : comparison.isError ? (
        <p className={classes.note}>{comparison.error.message}</p>
      ) : comparison.data.total === 0 ? (
        <p className={classes.quiet}>The draft is like that now.</p>
      ) : (
        <>
          <ul className={classes.summary}>
            {comparison.data.edits.slice(0, 12).map((edit) => (
              <li key={edit.recordId}>{summaryOf(edit)}</li>
            ))}
            {comparison.data.total > 12 ? <li>and {comparison.data.total - 12} more</li> : null}
          </ul>
          <Button
            size="xs"
            loading={restore.isPending}
            onClick={() => restore.mutate({ revision, side }, { onSuccess: () => setSide(undefined) })}
          >
            Restore the draft to {side} this edit
          </Button>
        </>
      )}
    </section>
  );
}

const verbs = { added: "Restores", removed: "Takes away", changed: "Changes" } as const;
const summaryOf = (edit: RecordEdit): string =>
  `${verbs[edit.change]} ${edit.name}${edit.within ? ` of ${edit.within}` : ""}`;
