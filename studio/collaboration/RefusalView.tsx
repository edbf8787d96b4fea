import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { restoreDraft } from "#contract/http/draft-history";
import type { EditTargetId } from "#engine/edits/edit";
import { call } from "../api/client.ts";
import { makeBatchId } from "../api/random.ts";
import type { Refusal } from "../draft-session/draft-view.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { formatAgo } from "../format/format-time.ts";
import { CopyTextButton } from "./CopyTextButton.tsx";
import classes from "./history.module.css";
import { contentOf } from "./refused-content.ts";

/** An edit that was not taken: what, why, by whom, what it held, and how to have it after all. */
export function RefusalView({ refusal }: { readonly refusal: Refusal }) {
  const session = useDraftSession();
  const { draftId } = session.view;
  const again = useMutation({
    mutationFn: async () => {
      if (refusal.deleted) {
        const { recordId, revision } = refusal.deleted;
        const { revision: restored } = await call(restoreDraft, {
          params: { draftId },
          body: { batchId: makeBatchId(), revision, side: "before", record: recordId as EditTargetId },
        });
        await session.whenAt(restored);
      }
      const outcome = session.again(refusal);
      if (!outcome.ok) throw new Error(outcome.message);
    },
    onError: (error) =>
      notifications.show({ color: "red", title: `${refusal.label}: not done`, message: error.message }),
  });
  const content = contentOf(refusal.operations);
  return (
    <section className={classes.record} data-change="removed" aria-label={`Not taken: ${refusal.label}`}>
      <h3 className={classes.recordName}>Not taken: {refusal.label}</h3>
      <p>{refusal.message}</p>
      {content === "" ? null : <pre className={classes.content}>{content}</pre>}
      <p className={classes.quiet}>{formatAgo(new Date(refusal.at).toISOString())}</p>
      <span className={classes.restore}>
        <Button size="compact-xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {refusal.deleted ? "Restore it with my edit" : "Try again"}
        </Button>
        {content === "" ? null : <CopyTextButton text={content} />}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => session.dismiss(refusal.id)}>
          Let it go
        </Button>
      </span>
    </section>
  );
}
