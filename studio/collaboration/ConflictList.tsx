import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type DraftConflict, listDraftConflicts } from "#contract/http/draft-history";
import type { DefinitionReader } from "#engine/definition/reader";
import { restoreValues } from "#engine/edits/commands/restore";
import { WHOLE_RECORD } from "#engine/edits/undo";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { useDraftActions, useDraftPart, useReader } from "../draft-session/react/use-draft.ts";
import { formatAgo } from "../format/format-time.ts";
import { CopyTextButton } from "./CopyTextButton.tsx";
import { markSeen } from "./conflicts-seen.ts";
import { formatValue, propertyLabels } from "./format-value.ts";
import classes from "./history.module.css";
import { RefusalView } from "./RefusalView.tsx";
import { recordLabel } from "./record-label.ts";
import { TextConflictDialog } from "./TextConflictDialog.tsx";
import { useRestore } from "./use-restore.ts";

/** What waits for a decision, and what was settled by whoever came last: calm, complete, with a way back for each. */
export function ConflictList({ onEdit }: { readonly onEdit: (revision: number) => void }) {
  const session = useDraftSession();
  const reader = useReader();
  const draftId = useDraftPart((view) => view.draftId);
  const revision = useDraftPart((view) => view.revision);
  const textConflicts = useDraftPart((view) => view.textConflicts);
  const refusals = useDraftPart((view) => view.refusals);
  const unreadable = useDraftPart((view) => view.unreadable);
  const [openId, setOpen] = useState<string>();
  const query = useQuery({
    queryKey: ["draft-history", draftId, "conflicts", revision],
    queryFn: ({ signal }) => call(listDraftConflicts, { params: { draftId } }, { signal }),
    placeholderData: (before) => before,
  });
  const conflicts = query.data?.conflicts ?? [];
  const newest = conflicts[0]?.revision;
  useEffect(() => {
    if (newest !== undefined) markSeen(draftId, newest);
  }, [draftId, newest]);
  const open = textConflicts.find(({ id }) => id === openId);
  const waiting = textConflicts.length + refusals.length + unreadable.length;
  if (query.isPending) return <SkeletonRows what="Loading the conflicts" />;
  return (
    <>
      {query.isError ? <p className={classes.note}>{query.error.message}</p> : null}
      {waiting + conflicts.length === 0 && !query.isError ? (
        <EmptyState icon={<IconUsers size={32} stroke={1.25} />} title="No conflicts">
          When you and somebody else set the same thing without having seen each other, both values will be here, with
          who set them and one click to restore yours.
        </EmptyState>
      ) : null}
      <ul className={classes.records}>
        {textConflicts.map((conflict) => (
          <li key={conflict.id} className={classes.record} data-change="changed">
            <h3 className={classes.recordName}>Two versions of {recordLabel(reader, conflict.recordId)}</h3>
            <p className={classes.quiet}>
              {conflict.by === "You" ? "Another window of yours" : conflict.by} changed the lines that you changed.
              Yours is kept here.
            </p>
            <span className={classes.restore}>
              <Button size="compact-xs" onClick={() => setOpen(conflict.id)}>
                Compare and decide
              </Button>
            </span>
          </li>
        ))}
        {refusals.map((refusal) => (
          <li key={refusal.id}>
            <RefusalView refusal={refusal} />
          </li>
        ))}
        {unreadable.map((item) => (
          <li key={item.key} className={classes.record} data-change="removed">
            <h3 className={classes.recordName}>An edit of another version of Quintet</h3>
            <p className={classes.quiet}>
              It waits in this browser since before an upgrade and can no longer be read here. Copy what you need of it.
            </p>
            <span className={classes.restore}>
              <CopyTextButton text={item.text} />
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => session.discard(item.key)}>
                Let it go
              </Button>
            </span>
          </li>
        ))}
        {conflicts.map((conflict) => (
          <li key={`${conflict.revision} ${conflict.recordId} ${conflict.property}`}>
            <ConflictView conflict={conflict} reader={reader} onEdit={() => onEdit(conflict.revision)} />
          </li>
        ))}
      </ul>
      {open ? <TextConflictDialog key={open.id} conflict={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

/** One conflict that the last writer won: both values, who, and one click for the other. */
function ConflictView({
  conflict,
  reader,
  onEdit,
}: {
  readonly conflict: DraftConflict;
  readonly reader: DefinitionReader;
  readonly onEdit: () => void;
}) {
  const { apply } = useDraftActions();
  const restore = useRestore();
  const me = useDraftSession().me;
  const { recordId, property, theirs, yours, by, actor, revision } = conflict;
  const isMine = actor.id === me;
  const isRecord = property === WHOLE_RECORD;
  const isThere = recordId === "settings" || reader.record(recordId) !== undefined;
  const other = isMine ? by : actor.name;
  const restoreValue = () => {
    if (isRecord) restore.mutate({ revision, side: "before", record: recordId });
    else
      apply(
        restoreValues({
          label: `Restore ${isMine ? `${by}'s` : "my"} ${propertyLabels(property)}`,
          values: [{ recordId, property, value: theirs }],
        }),
      );
  };
  return (
    <section className={classes.record} aria-label={`${other}, ${formatAgo(conflict.at)}`}>
      <h3 className={classes.recordName}>
        {isRecord
          ? `${isMine ? "You" : actor.name} deleted ${isThere ? recordLabel(reader, recordId) : "something"} that ${isMine ? `${by}` : "you"} had just changed`
          : `${propertyLabels(property)} of ${recordLabel(reader, recordId)}`}
      </h3>
      {isRecord ? null : (
        <dl className={classes.properties}>
          <div className={classes.property}>
            <dt>{isMine ? by : "You"}</dt>
            <dd>{formatValue(theirs)}</dd>
          </div>
          <div className={classes.property}>
            <dt>{isMine ? "You, which stood" : `${actor.name}, which stood`}</dt>
            <dd>{formatValue(yours)}</dd>
          </div>
        </dl>
      )}
      <p className={classes.quiet}>
        {formatAgo(conflict.at)} · {conflict.label}
      </p>
      <span className={classes.restore}>
        {isRecord ? (
          isThere ? null : (
            <Button size="compact-xs" variant="default" loading={restore.isPending} onClick={restoreValue}>
              Restore it
            </Button>
          )
        ) : isThere ? (
          <Button size="compact-xs" variant="default" onClick={restoreValue}>
            {isMine ? `Take ${by}'s` : "Restore mine"}
          </Button>
        ) : null}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onEdit}>
          The edit
        </Button>
      </span>
    </section>
  );
}
