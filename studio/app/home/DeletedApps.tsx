import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { type AppSummary, type DeletedApp, deleteAppPermanently, restoreApp } from "#contract/http/apps";
import type { AppId } from "#contract/platform-ids";
import { call } from "../../api/client.ts";
import { appsQuery, deletedAppsQuery } from "../../api/queries.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import { ConfirmByName } from "../../components/ConfirmByName.tsx";
import { LineItem } from "../../components/LineItem.tsx";
import { Refusal } from "../../components/Refusal.tsx";
import { formatAgo, formatDay } from "../../format/format-time.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./DeletedApps.module.css";

/** As many as are quiet; the rest on demand. */
const SHOWN = 5;

interface Props {
  readonly onBroughtBack: (appId: AppId) => void;
}

/** Apps that can still be restored, for who may; nothing at all when there are none. */
export function DeletedApps({ onBroughtBack }: Props) {
  const canRestore = useMay()("restore");
  const deleted = useQuery({ ...deletedAppsQuery, enabled: canRestore });
  const [isOpen, setOpen] = useState(false);
  const headingId = useId();
  const apps = canRestore ? (deleted.data ?? []) : [];
  if (apps.length === 0) return null;
  const shown = isOpen ? apps : apps.slice(0, SHOWN);
  return (
    <section className={classes.deleted} aria-labelledby={headingId}>
      <h2 id={headingId}>Deleted apps</h2>
      <ul className={classes.list}>
        {shown.map((app) => (
          <DeletedAppLine key={app.id} app={app} onBroughtBack={onBroughtBack} />
        ))}
      </ul>
      {shown.length < apps.length ? (
        <Button size="xs" variant="subtle" onClick={() => setOpen(true)}>
          Show all {apps.length}
        </Button>
      ) : null}
    </section>
  );
}

function DeletedAppLine({ app, onBroughtBack }: Props & { readonly app: DeletedApp }) {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const refusalId = useId();
  const reread = () => queries.invalidateQueries({ queryKey: appsQuery.queryKey });
  const restore = useSingleMutation({
    mutationFn: () => call(restoreApp, { params: { appId: app.id } }),
    onSuccess: async (back) => {
      notifications.show({ ...formatBack(app, back), autoClose: 10_000 });
      onBroughtBack(back.id);
      await reread();
    },
    // Somebody else was first, or its time was over: the list says so.
    onError: () => void reread(),
  });
  return (
    <LineItem
      name={app.label}
      about={`Deleted ${app.deletedBy === null ? "" : `by ${app.deletedBy} `}${formatAgo(app.deletedAt)} · will be deleted permanently on ${formatDay(app.goneAt)}`}
      notes={restore.isError ? <Refusal id={refusalId} message={restore.error.message} /> : null}
    >
      <div className={classes.actions}>
        <Button
          size="xs"
          variant="default"
          loading={restore.isPending}
          onClick={() => restore.mutate()}
          aria-label={`Restore ${app.label}`}
          aria-describedby={restore.isError ? refusalId : undefined}
        >
          Restore
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          onClick={() => setAsking(true)}
          aria-label={`Delete ${app.label} permanently`}
        >
          Delete permanently
        </Button>
      </div>
      {isAsking ? <DeletePermanently app={app} onClose={() => setAsking(false)} /> : null}
    </LineItem>
  );
}

function DeletePermanently({ app, onClose }: { readonly app: DeletedApp; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(deleteAppPermanently, { params: { appId: app.id }, body: { confirm: app.label } }),
    onSuccess: async () => {
      onClose();
      notifications.show({ message: `“${app.label}” was deleted permanently.` });
      await queries.invalidateQueries({ queryKey: appsQuery.queryKey });
    },
  });
  return (
    <ConfirmByName
      opened
      title={`Delete ${app.label} permanently?`}
      name={app.label}
      actionLabel="Delete it permanently"
      isBusy={remove.isPending}
      failure={remove.error?.message}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      Its rows, keys, draft, history and releases are removed now, and nobody can restore them. The audit log keeps what
      was done.
    </ConfirmByName>
  );
}

/** That it is back, what is live, and at which address if that is another one. */
function formatBack(before: DeletedApp, back: AppSummary): { title: string; message: string } {
  const { host } = new URL(back.url);
  const isMoved = before.slug !== "" && before.slug !== back.slug;
  const state = back.live ? `Version ${back.live.versionNumber} is live` : "It is not published";
  const moved = `Another app has its address by now, so it has a new one: ${host}.`;
  return {
    title: `“${back.label}” is back`,
    message: isMoved ? `${moved} ${state}.` : `${state}${back.live ? ` at ${host}` : ""}.`,
  };
}
