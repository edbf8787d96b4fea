import { Button, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type PlanAnswers, type PlanReview, publishDraft, type Release, rollBack } from "#contract/http/releases";
import type { AppId, ImportId } from "#contract/platform-ids";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { ApiError, call } from "../api/client.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { Kbd } from "../components/Kbd.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useImport } from "../imports/use-import.ts";
import { ImportNote } from "./ImportNote.tsx";
import { PlanView } from "./PlanView.tsx";
import { PlanWait } from "./PlanWait.tsx";
import classes from "./publish-panel.module.css";
import { type PlanSource, planOfRefusal, usePlan, whyNotPublishable } from "./use-plan.ts";
import { releaseKey } from "./use-release.ts";

/** Review of a plan: what it does, what it needs to know, Cancel and Publish. */
export function PlanPanel(props: {
  readonly source: PlanSource;
  readonly appId: AppId;
  readonly reader: DefinitionReader;
  readonly askAccessOf: readonly ModelRecord[];
  readonly otherModels: readonly ModelRecord[];
  readonly onConfirmRules?: (ruleIds: readonly RecordId[]) => void;
  /** Rows of this import are still being loaded. */
  readonly importId: ImportId | undefined;
  readonly actionLabel: string;
  readonly onStarted: (release: Release) => void;
  readonly onCancel: () => void;
}) {
  const { source } = props;
  const [message, setMessage] = useState("");
  const imported = useImport(props.importId).data;
  const isImporting = imported?.state === "importing";
  const { plan, isFresh, error, refetch, answers, setAnswer } = usePlan(source, { generation: imported?.state ?? "" });

  const publish = usePublish({ source, answers, message, refetch, onStarted: props.onStarted });
  const obstacle = plan ? whyNotPublishable(plan) : undefined;
  const canPublish = plan !== undefined && isFresh && obstacle === undefined && !isImporting && !publish.isPending;
  const submit = () => {
    if (canPublish) publish.mutate(plan);
  };
  useHotkeys([["mod+Enter", submit]], []);

  return (
    <div className={classes.review}>
      {/* The focus starts here, so that Tab goes to the first thing to decide and not to the link above. */}
      <div className={classes.scroll} aria-busy={!isFresh} tabIndex={-1} data-autofocus>
        {imported && imported.state !== "done" && <ImportNote imported={imported} />}
        {publish.error && <NotPublished error={publish.error} />}
        {error && !plan ? (
          <div role="alert" className={classes.alert}>
            <p>The plan could not be made: {error.message}</p>
            <Button size="xs" variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          </div>
        ) : plan ? (
          <PlanView
            plan={plan}
            appId={props.appId}
            reader={props.reader}
            answers={answers}
            onAnswer={setAnswer}
            askAccessOf={props.askAccessOf}
            otherModels={props.otherModels}
            onConfirmRules={props.onConfirmRules}
          />
        ) : (
          <SkeletonRows what="Making the plan" count={8} />
        )}
        {!isFresh && !error && <PlanWait />}
      </div>
      <Foot
        message={message}
        onMessage={setMessage}
        obstacle={isImporting ? "Publishing waits for the rows." : obstacle}
        onCancel={props.onCancel}
      >
        <Button disabled={!canPublish} loading={publish.isPending} rightSection={<Kbd keys="⌘ ⏎" />} onClick={submit}>
          {props.actionLabel}
        </Button>
      </Foot>
    </div>
  );
}

/** The message for the history, what still hinders, Cancel, and the button as children. */
function Foot(props: {
  readonly message: string;
  readonly onMessage: (message: string) => void;
  readonly obstacle: string | undefined;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}) {
  return (
    <footer className={classes.foot}>
      <TextInput
        className={classes.message ?? ""}
        aria-label="Message"
        placeholder="Message, for the history"
        value={props.message}
        maxLength={500}
        onChange={(event) => props.onMessage(event.currentTarget.value)}
      />
      <p className={classes.obstacle} role="status">
        {props.obstacle}
      </p>
      <Button variant="subtle" color="gray" onClick={props.onCancel}>
        Cancel
      </Button>
      {props.children}
    </footer>
  );
}

function NotPublished({ error }: { readonly error: Error }) {
  return (
    <p role="alert" className={classes.alert}>
      {error instanceof ApiError && error.code === "plan_changed"
        ? "The plan changed since you looked, because the draft or the data did. This is the new one: read it and publish again."
        : error.message}
    </p>
  );
}

/** Publishes what was reviewed. When the plan is another by now, that one is shown instead. */
function usePublish(input: {
  readonly source: PlanSource;
  readonly answers: PlanAnswers;
  readonly message: string;
  readonly refetch: () => unknown;
  readonly onStarted: (release: Release) => void;
}) {
  const { source, answers, message, refetch, onStarted } = input;
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (reviewed: PlanReview) => {
      const body = { planHash: reviewed.planHash, answers, message: message.trim() };
      return source.kind === "draft"
        ? call(publishDraft, { params: { draftId: source.draftId }, body })
        : call(rollBack, { params: { appId: source.appId, versionId: source.versionId }, body });
    },
    onSuccess: (release) => {
      queries.setQueryData(releaseKey(release.appId, release.number), release);
      onStarted(release);
    },
    onError: (refusal) => {
      if (!(refusal instanceof ApiError) || refusal.code !== "plan_changed") return;
      const changed = planOfRefusal(refusal);
      if (!changed) void refetch();
      else queries.setQueriesData<PlanReview>({ queryKey: ["plan", source], type: "active" }, changed);
    },
  });
}
