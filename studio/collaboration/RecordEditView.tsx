import { Button } from "@mantine/core";
import type { RecordEdit } from "#contract/http/draft-history";
import { formatValue, isLong, propertyLabels } from "./format-value.ts";
import classes from "./history.module.css";
import { TextDiff } from "./TextDiff.tsx";

const changeWords = { added: "Added", removed: "Deleted", changed: "Changed" } as const;

type Restore = (part: { side: "before" | "after"; property?: string }) => void;

/** What an edit did to one record, property by property, with the ways back where there are any. */
export function RecordEditView({
  edit,
  onRecord,
  onRestore,
}: {
  readonly edit: RecordEdit;
  /** Shows the history of this record alone. */
  readonly onRecord: () => void;
  readonly onRestore?: Restore;
}) {
  const { change, name, within } = edit;
  return (
    <article className={classes.record} data-change={change} aria-label={name}>
      <header className={classes.recordHead}>
        <h4 className={classes.recordName}>
          {changeWords[change]} {name}
          {within ? <span className={classes.quiet}> of {within}</span> : null}
        </h4>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onRecord}>
          Its history
        </Button>
      </header>
      {change === "changed" ? (
        <dl className={classes.properties}>
          {edit.properties.map((changed) => (
            <ChangedProperty key={changed.property} changed={changed} onRestore={onRestore} />
          ))}
        </dl>
      ) : (
        <>
          <p className={classes.quiet}>
            {edit.properties
              .filter(({ property }) => property !== "order" && !property.endsWith("Id"))
              .map(({ property, before, after }) => `${propertyLabels(property)} ${formatValue(after ?? before)}`)
              .join(" · ")}
          </p>
          {onRestore ? (
            <span className={classes.restore}>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onRestore({ side: change === "removed" ? "before" : "after" })}
              >
                {change === "removed" ? "Restore it" : "Restore it as it was then"}
              </Button>
            </span>
          ) : null}
        </>
      )}
    </article>
  );
}

function ChangedProperty(props: {
  readonly changed: RecordEdit["properties"][number];
  readonly onRestore: Restore | undefined;
}) {
  const { onRestore } = props;
  const { property, before, after } = props.changed;
  return (
    <div className={classes.property}>
      <dt>{propertyLabels(property)}</dt>
      <dd>
        {isLong(before) || isLong(after) ? (
          <TextDiff before={String(before ?? "")} after={String(after ?? "")} />
        ) : (
          <>
            <del className={classes.before}>{formatValue(before)}</del>{" "}
            <span aria-hidden="true" className={classes.quiet}>
              →
            </span>{" "}
            <ins className={classes.after}>{formatValue(after)}</ins>
          </>
        )}
        {onRestore ? (
          <span className={classes.restore}>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Restore ${propertyLabels(property)} as it was before`}
              onClick={() => onRestore({ side: "before", property })}
            >
              As before
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Restore ${propertyLabels(property)} as it was after`}
              onClick={() => onRestore({ side: "after", property })}
            >
              As after
            </Button>
          </span>
        ) : null}
      </dd>
    </div>
  );
}
