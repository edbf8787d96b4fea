import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import { downloadDefinition } from "../../format/download-definition.ts";
import { useApp } from "../../session/use-app.ts";
import classes from "./settings.module.css";

/** The app as text files, one per group of records, without rows and without secrets. */
export function ExportApp() {
  const app = useApp();
  const definition = useDraftPart((view) => view.definition);
  const live = useDraftPart((view) => view.live?.definition);
  return (
    <section className={classes.section} aria-labelledby="settings-export">
      <h2 id="settings-export">Export</h2>
      <p className={classes.quiet}>
        The definition as readable text files: put it under version control, or take it to another Quintet. Rows and
        secrets are not in it.
      </p>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
          onClick={() => downloadDefinition(definition, `${app.slug}-draft.zip`)}
        >
          Download the draft
        </Button>
        {live && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
            onClick={() => downloadDefinition(live, `${app.slug}-live.zip`)}
          >
            Download what is live
          </Button>
        )}
      </div>
    </section>
  );
}
