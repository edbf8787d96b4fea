import { Button } from "@mantine/core";
import type { DraftConflict } from "#contract/http/draft-history";
import type { DefinitionReader } from "#engine/definition/reader";
import { restoreValues } from "#engine/edits/commands/restore";
import { WHOLE_RECORD } from "#engine/edits/undo";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { useDraftActions, useReader } from "../draft-session/react/use-draft.ts";
import { formatAgo } from "../format/format-time.ts";
import { formatValue, propertyLabels } from "./format-value.ts";
import classes from "./history.module.css";
import { recordLabel } from "./record-label.ts";
import { useRestore } from "./use-restore.ts";

/** One conflict that the last writer won: both values, who, and one click for the other. */
export function ConflictView(props: { readonly conflict: DraftConflict; readonly onEdit: () => void }) {
  const { conflict, onEdit } = props;
  const reader = useReader();
  const me = useDraftSession().me;
  const { recordId, property, theirs, yours, by, actor } = conflict;
  const isMine = actor.id === me;
  const isRecord = property === WHOLE_RECORD;
  const isThere = isHere(reader, recordId);
  const other = isMine ? by : actor.name;
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
        <RestoreButton conflict={conflict} />
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onEdit}>
          The edit
        </Button>
      </span>
    </section>
  );
}

/** One click for what does not stand: the record that was deleted, or the other value. */
function RestoreButton({ conflict }: { readonly conflict: DraftConflict }) {
  const { apply } = useDraftActions();
  const reader = useReader();
  const restore = useRestore();
  const { recordId, property, theirs, by, revision } = conflict;
  const isMine = conflict.actor.id === useDraftSession().me;
  const isRecord = property === WHOLE_RECORD;
  const isThere = isHere(reader, recordId);
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
  if (isRecord) {
    return isThere ? null : (
      <Button size="compact-xs" variant="default" loading={restore.isPending} onClick={restoreValue}>
        Restore it
      </Button>
    );
  }
  return isThere ? (
    <Button size="compact-xs" variant="default" onClick={restoreValue}>
      {isMine ? `Take ${by}'s` : "Restore mine"}
    </Button>
  ) : null;
}

const isHere = (reader: DefinitionReader, recordId: DraftConflict["recordId"]): boolean =>
  recordId === "settings" || reader.record(recordId) !== undefined;
