import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { listDraftConflicts } from "#contract/http/draft-history";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import type { TextConflict } from "../draft-session/draft-view.ts";
import type { UnreadableItem } from "../draft-session/journal.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { useDraftPart, useReader } from "../draft-session/react/use-draft.ts";
import { ConflictView } from "./ConflictView.tsx";
import { CopyTextButton } from "./CopyTextButton.tsx";
import { markSeen } from "./conflicts-seen.ts";
import classes from "./history.module.css";
import { RefusalView } from "./RefusalView.tsx";
import { recordLabel } from "./record-label.ts";
import { TextConflictDialog } from "./TextConflictDialog.tsx";

/** What waits for a decision, and what was settled by whoever came last: calm, complete, with a way back for each. */
export function ConflictList({ onEdit }: { readonly onEdit: (revision: number) => void }) {
  const textConflicts = useDraftPart((view) => view.textConflicts);
  const refusals = useDraftPart((view) => view.refusals);
  const unreadable = useDraftPart((view) => view.unreadable);
  const [openId, setOpen] = useState<string>();
  const { query, conflicts } = useConflicts();
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
          <TextConflictLine key={conflict.id} conflict={conflict} onOpen={() => setOpen(conflict.id)} />
        ))}
        {refusals.map((refusal) => (
          <li key={refusal.id}>
            <RefusalView refusal={refusal} />
          </li>
        ))}
        {unreadable.map((item) => (
          <UnreadableLine key={item.key} item={item} />
        ))}
        {conflicts.map((conflict) => (
          <li key={`${conflict.revision} ${conflict.recordId} ${conflict.property}`}>
            <ConflictView conflict={conflict} onEdit={() => onEdit(conflict.revision)} />
          </li>
        ))}
      </ul>
      {open ? <TextConflictDialog key={open.id} conflict={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

/** What was settled by whoever came last; seen once it is listed here. */
function useConflicts() {
  const draftId = useDraftPart((view) => view.draftId);
  const revision = useDraftPart((view) => view.revision);
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
  return { query, conflicts };
}

function TextConflictLine({ conflict, onOpen }: { readonly conflict: TextConflict; readonly onOpen: () => void }) {
  const reader = useReader();
  return (
    <li className={classes.record} data-change="changed">
      <h3 className={classes.recordName}>Two versions of {recordLabel(reader, conflict.recordId)}</h3>
      <p className={classes.quiet}>
        {conflict.by === "You" ? "Another window of yours" : conflict.by} changed the lines that you changed. Yours is
        kept here.
      </p>
      <span className={classes.restore}>
        <Button size="compact-xs" onClick={onOpen}>
          Compare and decide
        </Button>
      </span>
    </li>
  );
}

function UnreadableLine({ item }: { readonly item: UnreadableItem }) {
  const session = useDraftSession();
  return (
    <li className={classes.record} data-change="removed">
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
  );
}
