import { Button, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId } from "react";
import { type DeletedRow, listDeletedRows, restoreRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { assertNever } from "#engine/assert-never";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { call } from "../../api/client.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import { LineItem } from "../../components/LineItem.tsx";
import { Refusal } from "../../components/Refusal.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { formatAgo } from "../../format/format-time.ts";
import classes from "./data.module.css";

interface Props {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly model: ModelRecord;
  readonly canWrite: boolean;
  readonly onRestored: () => void;
  readonly onClose: () => void;
}

/** The rows of a model that were deleted in the last 30 days, each with what comes back with it. */
export function DeletedRows(props: Props) {
  const { appId, model } = props;
  const name = model.pluralLabel ?? model.label;
  const query = useInfiniteQuery({
    queryKey: ["deleted rows", appId, model.id],
    queryFn: ({ pageParam, signal }) =>
      call(
        listDeletedRows,
        { params: { appId, modelId: model.id }, query: pageParam === 0 ? {} : { cursor: pageParam } },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    gcTime: 0,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Modal opened onClose={props.onClose} title={`Deleted ${name}`} size="lg" centered>
      <div className={classes.dialog}>
        <p>Rows can be restored for 30 days after they were deleted.</p>
        {query.isPending && <SkeletonRows what="Loading deleted rows" count={4} />}
        {query.isError && (
          <p role="alert" className={classes.failure}>
            {query.error.message}
            <Button size="xs" variant="default" onClick={() => void query.refetch()}>
              Try again
            </Button>
          </p>
        )}
        {query.isSuccess && rows.length === 0 && <p className={classes.quiet}>Nothing was deleted.</p>}
        <ul className={classes.deleted}>
          {rows.map((row) => (
            <DeletedLine key={row.id} row={row} {...props} onDone={() => void query.refetch()} />
          ))}
        </ul>
        {query.hasNextPage && (
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier ones
          </Button>
        )}
      </div>
    </Modal>
  );
}

function DeletedLine(props: Props & { readonly row: DeletedRow; readonly onDone: () => void }) {
  const { appId, live, model, row } = props;
  const refusalId = useId();
  const restore = useSingleMutation({
    mutationFn: () => call(restoreRow, { params: { appId, modelId: model.id, rowId: row.id } }),
    onSuccess: ({ restored }) => {
      const others = restored === 1 ? "" : `, with ${restored - 1} more`;
      notifications.show({ message: `“${row.title}” is back${others}.` });
      props.onRestored();
      props.onDone();
    },
  });
  const together = row.with.map((part) => comesBack(live, part));
  return (
    <LineItem
      name={row.title}
      about={`Deleted ${byWhom(row.by)} ${formatAgo(row.at)}${together.length > 0 ? ` · ${together.join(", ")}` : ""}`}
      notes={restore.isError ? <Refusal id={refusalId} message={restore.error.message} /> : null}
    >
      {props.canWrite && (
        <Button
          size="xs"
          variant="default"
          loading={restore.isPending}
          onClick={() => restore.mutate()}
          aria-label={`Restore ${row.title}`}
          aria-describedby={restore.isError ? refusalId : undefined}
        >
          Restore
        </Button>
      )}
    </LineItem>
  );
}

function byWhom(by: DeletedRow["by"]): string {
  switch (by.kind) {
    case "builder":
      return `by ${by.name}`;
    case "key":
      return `with the API key ${by.name}`;
    case "visitor":
      return "by a visitor";
    default:
      return assertNever(by);
  }
}

/** "with 2 Chapters", "3 Notes point to it again". */
function comesBack(live: DefinitionReader, part: DeletedRow["with"][number]): string {
  const model = live.model(part.modelId as ModelId);
  const name = (part.count === 1 ? model?.label : (model?.pluralLabel ?? model?.label)) ?? "rows of a deleted model";
  const count = `${part.count.toLocaleString("en")} ${name}`;
  if (part.what === "deleted") return `with ${count}`;
  return part.count === 1 ? `${count} names it again` : `${count} name it again`;
}
