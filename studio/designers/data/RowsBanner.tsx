import { Button } from "@mantine/core";
import { Link } from "react-router";
import type { ModelRecord } from "#engine/definition/records/model";
import { EmptyState } from "../../components/EmptyState.tsx";
import { IfMay } from "../../session/IfMay.tsx";
import classes from "./data.module.css";

/** What is not live yet, and the way to publish it. */
export function RowsBanner(props: {
  readonly model: ModelRecord;
  readonly isLive: boolean;
  readonly stagedRows: number | undefined;
  readonly unpublished: number;
  readonly onPublish: () => void;
}) {
  const name = props.model.pluralLabel ?? props.model.label;
  if (props.stagedRows !== undefined) {
    return (
      <p className={classes.banner} role="note">
        Not published: {props.stagedRows.toLocaleString("en")} imported rows wait to be published. They can be changed
        here once they are live.
        <IfMay action="publish">
          <Button size="xs" onClick={props.onPublish}>
            Review publishing
          </Button>
        </IfMay>
      </p>
    );
  }
  if (!props.isLive) {
    return (
      <EmptyState
        title={`${name} is not live yet`}
        action={
          <IfMay action="publish">
            <Button onClick={props.onPublish}>Review publishing</Button>
          </IfMay>
        }
        example={<Link to={`../models/${props.model.id}`}>See its fields</Link>}
      >
        The model is drawn but has no table yet. Once it is published, its rows are here.
      </EmptyState>
    );
  }
  if (props.unpublished === 0) return null;
  return (
    <p className={classes.banner} role="note">
      {props.unpublished === 1 ? "One field is" : `${props.unpublished} fields are`} not published yet: grey and empty
      here until then.
      <IfMay action="publish">
        <Button size="xs" variant="default" onClick={props.onPublish}>
          Review publishing
        </Button>
      </IfMay>
    </p>
  );
}
