import { Progress } from "@mantine/core";
import type { Import } from "#contract/http/imports";
import classes from "./publish-panel.module.css";

/** How far the rows of an accepted import are, while one decides who may read them. */
export function ImportNote({ imported }: { readonly imported: Import }) {
  if (imported.state === "failed" || imported.state === "cancelled") {
    return (
      <p role="alert" className={classes.alert}>
        {imported.state === "failed"
          ? (imported.failure ?? "The rows were not loaded.")
          : "The import was cancelled, and its rows were not loaded."}
      </p>
    );
  }
  const percent = Math.round(imported.progress * 100);
  return (
    <div className={classes.importing}>
      <p>
        Loading {imported.rows.toLocaleString("en")} rows of {imported.fileName}{" "}
        <span className="tabular">{percent} %</span>
      </p>
      <Progress value={percent} size="sm" aria-label="Loading rows" />
    </div>
  );
}
