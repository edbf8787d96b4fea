import { Button, Progress } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { cancelImport, type Import, type ImportProposal } from "#contract/http/imports";
import type { ImportId } from "#contract/platform-ids";
import { call } from "../api/client.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { DropFile } from "./DropFile.tsx";
import { useImportTarget } from "./ImportTarget.tsx";
import classes from "./import-screen.module.css";
import { LiveImportForm } from "./LiveImportForm.tsx";
import { LiveResult } from "./LiveResult.tsx";
import { ProposalForm } from "./ProposalForm.tsx";
import { useImport } from "./use-import.ts";

/** `/imports/:importId`: reading the file, then what was understood of it, to adjust and accept. */
export function ImportScreen() {
  const { importId } = useParams<{ importId: string }>();
  const query = useImport(importId as ImportId | undefined);
  if (query.isPending) {
    return (
      <Screen title="Import">
        <SkeletonRows what="Loading the import" />
      </Screen>
    );
  }
  if (query.isError) return <Stopped title="This import is not here" message={query.error.message} />;
  return <ImportStage imported={query.data} />;
}

function ImportStage({ imported }: { readonly imported: Import }) {
  switch (imported.state) {
    case "uploading":
    case "analysing":
      return <Reading imported={imported} />;
    case "proposed":
      return imported.proposal ? (
        <Proposed imported={imported as Import & { proposal: ImportProposal }} />
      ) : (
        <Reading imported={imported} />
      );
    case "importing":
    case "done":
      return imported.live && imported.modelId === imported.live.modelId ? (
        <LiveResult imported={imported} live={imported.live} />
      ) : (
        <Accepted imported={imported} />
      );
    case "failed":
      return (
        <Stopped
          title={`${imported.fileName} was not imported`}
          message={imported.failure ?? "The import stopped. Drop the file again."}
        />
      );
    case "cancelled":
      return <Stopped title="The import was cancelled" message="Nothing of it was kept." />;
  }
}

/** Into what? The same file is understood as a new model, or mapped to one that is live. */
function Proposed({ imported }: { readonly imported: Import & { proposal: ImportProposal } }) {
  const target = useImportTarget();
  if (target.isLoading) {
    return (
      <Screen title={`Import ${imported.fileName}`}>
        <SkeletonRows what="Loading the import" />
      </Screen>
    );
  }
  const key = `${imported.id} ${imported.sheet ?? ""}`;
  return target.app && target.modelId ? (
    <LiveImportForm
      key={`${key} ${target.modelId}`}
      imported={imported}
      target={target}
      appId={target.app.id}
      modelId={target.modelId}
    />
  ) : (
    <ProposalForm key={key} imported={imported} target={target} />
  );
}

function Reading({ imported }: { readonly imported: Import }) {
  const navigate = useNavigate();
  const cancel = useMutation({
    mutationFn: () => call(cancelImport, { params: { importId: imported.id } }),
    onSuccess: () => navigate("/"),
  });
  const percent = Math.round(imported.progress * 100);
  return (
    <Screen
      title={`Reading ${imported.fileName}`}
      about="Types, keys and choices are inferred from every row, not only the first ones."
    >
      <div className={classes.reading}>
        <Progress value={percent} aria-label={`Reading ${imported.fileName}`} />
        <p role="status" className={classes.readingText}>
          <span className="tabular">{percent} %</span>
          {imported.rows > 0 && <span className="tabular">{imported.rows.toLocaleString("en")} rows so far</span>}
        </p>
        <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
          Cancel
        </Button>
      </div>
    </Screen>
  );
}

function Accepted({ imported }: { readonly imported: Import }) {
  const place = imported.appId ? `/apps/${imported.appId}/models` : "/";
  const isDone = imported.state === "done";
  return (
    <Screen title={isDone ? `${imported.fileName} is imported` : `Loading ${imported.fileName}`}>
      <div className={classes.reading}>
        {!isDone && <Progress value={imported.progress * 100} aria-label="Loading rows" />}
        <p role="status">
          {isDone
            ? `${imported.rows.toLocaleString("en")} rows are in the app.`
            : "The rows are being loaded. You can go on drawing while they load."}
        </p>
        {isDone && imported.notes.length > 0 && (
          <ul aria-label="What was noticed in the file">
            {imported.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <Button component={Link} to={isDone ? place : `${place}?publish&import=${imported.id}`}>
          {isDone ? "Open the app" : "Review publishing"}
        </Button>
      </div>
    </Screen>
  );
}

function Stopped({ title, message }: { readonly title: string; readonly message: string }) {
  return (
    <Screen title="Import">
      <EmptyState title={title} action={<DropFile compact title="Drop it again, or another file" />}>
        {message}
      </EmptyState>
    </Screen>
  );
}
