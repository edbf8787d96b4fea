import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import type { Release } from "#contract/http/releases";
import type { AppId, ImportId, VersionId } from "#contract/platform-ids";
import { confirmRules } from "#engine/edits/commands/access";
import { ApiError } from "../api/client.ts";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useDraftActions, useDraftPart, usePendingChanges, useReader } from "../draft-session/react/use-draft.ts";
import { useApp } from "../session/use-app.ts";
import { AppLink } from "./AppLink.tsx";
import { PlanPanel } from "./PlanPanel.tsx";
import classes from "./publish-panel.module.css";
import { ReleaseProgress } from "./ReleaseProgress.tsx";
import { useRelease } from "./use-release.ts";
import { useVersion } from "./use-version.ts";

const parameterNames = ["publish", "rollback", "release", "import"];

/**
 * Open while the address has `?publish`: of the draft, or with `&rollback=<version id>` of an older version. First the plan, then, with
 * `&release=<number>`, its progress: a reload finds either again.
 */
export function PublishPanel() {
  const [parameters] = useSearchParams();
  if (!parameters.has("publish")) return null;
  return <OpenPanel key={parameters.get("rollback") ?? "draft"} />;
}

function OpenPanel() {
  const { parameters, change } = useParameters();
  const isPhone = useMediaQuery("(max-width: 640px)");
  const app = useApp();
  const appId = app.id;
  const rollbackTo = parameters.get("rollback") as VersionId | null;
  const number = Number(parameters.get("release")) || undefined;
  const { data: release, error: releaseError } = useRelease(appId, number);
  const liveVersionId = useDraftPart((view) => view.live?.versionId);
  // What was live when this panel opened: where Undo goes back to.
  const [before, setBefore] = useState(liveVersionId);

  const close = () => change(Object.fromEntries(parameterNames.map((name) => [name, undefined])));
  const started = (made: Release) => {
    setBefore(liveVersionId);
    change({ release: String(made.number), import: undefined });
  };

  return (
    <Modal
      opened
      onClose={close}
      size={880}
      fullScreen={isPhone ?? false}
      title={
        <span className={classes.title}>
          <span>
            {number === undefined ? <PlanTitle isRollback={Boolean(rollbackTo)} /> : releaseHeading(release?.state)}
          </span>
          <AppLink url={app.url} />
        </span>
      }
      classNames={{ header: classes.header ?? "", body: classes.body ?? "", title: classes.titleBar ?? "" }}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {number !== undefined ? (
        release ? (
          <ReleaseProgress
            release={release}
            app={app}
            onUndo={
              before === undefined || before === release.versionId
                ? undefined
                : () => change({ release: undefined, rollback: before })
            }
            onReview={() => change({ release: undefined })}
            onClose={close}
          />
        ) : releaseError instanceof ApiError && releaseError.status === 404 ? (
          <p className={classes.alert}>There is no such release of this app.</p>
        ) : (
          <SkeletonRows what="Loading the release" count={4} />
        )
      ) : rollbackTo ? (
        <RollbackPlan appId={appId} versionId={rollbackTo} onStarted={started} onCancel={close} />
      ) : (
        <DraftPlan
          appId={appId}
          importId={(parameters.get("import") ?? undefined) as ImportId | undefined}
          onStarted={started}
          onCancel={close}
        />
      )}
    </Modal>
  );
}

function useParameters() {
  const [parameters, setParameters] = useSearchParams();
  const change = (next: Readonly<Record<string, string | undefined>>) =>
    setParameters((current) => {
      for (const [name, value] of Object.entries(next)) {
        if (value === undefined) current.delete(name);
        else current.set(name, value);
      }
      return current;
    });
  return { parameters, change };
}

function PlanTitle({ isRollback }: { readonly isRollback: boolean }) {
  const app = useApp();
  const isLive = useDraftPart((view) => view.live !== undefined);
  const changes = usePendingChanges().count;
  return isRollback
    ? "Roll back"
    : !isLive
      ? `Publish ${app.label}`
      : changes === 0
        ? "Nothing to publish"
        : `Publish ${changes} ${changes === 1 ? "change" : "changes"} to live`;
}

function DraftPlan(props: {
  readonly appId: AppId;
  readonly importId: ImportId | undefined;
  readonly onStarted: (release: Release) => void;
  readonly onCancel: () => void;
}) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const draftId = useDraftPart((view) => view.draftId);
  const live = useDraftPart((view) => view.live?.definition);
  const source = useMemo(() => ({ kind: "draft", draftId }) as const, [draftId]);
  const isNew = (id: keyof typeof reader.definition.records) => !live || !Object.hasOwn(live.records, id);
  return (
    <PlanPanel
      source={source}
      appId={props.appId}
      reader={reader}
      askAccessOf={reader.models.filter((model) => isNew(model.id))}
      otherModels={reader.models.filter((model) => !isNew(model.id))}
      onConfirmRules={(ruleIds) => apply(confirmRules(reader, ruleIds))}
      importId={props.importId}
      actionLabel="Publish"
      onStarted={props.onStarted}
      onCancel={props.onCancel}
    />
  );
}

function RollbackPlan(props: {
  readonly appId: AppId;
  readonly versionId: VersionId;
  readonly onStarted: (release: Release) => void;
  readonly onCancel: () => void;
}) {
  const { appId, versionId } = props;
  const version = useVersion(appId, versionId);
  const source = useMemo(() => ({ kind: "version", appId, versionId }) as const, [appId, versionId]);
  if (version.isError) return <p className={classes.alert}>{version.error.message}</p>;
  if (!version.data) return <SkeletonRows what="Loading the version" />;
  return (
    <>
      <p className={classes.rollbackNote}>
        Version {version.data.number} goes live again as a new release. The draft is left alone. What was added since is
        archived, not deleted: publishing again restores it.
      </p>
      <PlanPanel
        source={source}
        appId={appId}
        reader={version.data.reader}
        askAccessOf={[]}
        otherModels={[]}
        importId={undefined}
        actionLabel={`Roll back to version ${version.data.number}`}
        onStarted={props.onStarted}
        onCancel={props.onCancel}
      />
    </>
  );
}

const releaseHeading = (state: Release["state"] | undefined): string =>
  state === "live" || state === "superseded" ? "Published" : state === "failed" ? "Not published" : "Publishing";
