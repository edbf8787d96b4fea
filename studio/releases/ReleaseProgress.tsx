import { Button } from "@mantine/core";
import { IconCheck, IconCircleX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { AppSummary } from "#contract/http/apps";
import { cancelRelease, type Release } from "#contract/http/releases";
import { call } from "../api/client.ts";
import { NextSteps } from "./NextSteps.tsx";
import { OpenApp } from "./OpenApp.tsx";
import classes from "./publish-panel.module.css";
import { formatDuration, isFinished, phaseStatus, releasePhases } from "./release-labels.ts";

/** Until the switch begins a release can be stopped; the progress then says by whom. */
function CancelRelease({ release }: { readonly release: Release }) {
  // Most releases are live before anybody could want to.
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 1_000);
    return () => clearTimeout(timer);
  }, []);
  const cancel = useMutation({
    mutationFn: () => call(cancelRelease, { params: { appId: release.appId, number: release.number } }),
  });
  if (!isLong) return null;
  return (
    <div className={classes.outcomeActions}>
      <Button
        variant="default"
        size="xs"
        loading={cancel.isPending}
        disabled={cancel.isSuccess}
        onClick={() => cancel.mutate()}
      >
        {cancel.isSuccess ? "Cancelling …" : "Cancel the release"}
      </Button>
      {cancel.error && <span role="alert">{cancel.error.message}</span>}
    </div>
  );
}

interface Props {
  readonly release: Release;
  readonly app: AppSummary;
  /** Absent when there is no version to go back to. */
  readonly onUndo?: (() => void) | undefined;
  readonly onReview: () => void;
  readonly onClose: () => void;
}

/** Gets the focus when the outcome is known. */
interface WithHeading {
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** The panel after Publish: what is happening, in words, then "Live in 0.4 s · open · undo", or why not. */
export function ReleaseProgress(props: Props) {
  const { release } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const done = isFinished(release.state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the outcome, so that it is read aloud
  useEffect(() => heading.current?.focus(), [done]);

  if (release.state === "failed") return <Failed {...props} heading={heading} />;
  if (done) return <Live {...props} heading={heading} />;
  return <UnderWay release={release} heading={heading} />;
}

function Failed(props: Props & WithHeading) {
  const { release, heading } = props;
  return (
    <div className={classes.outcome} data-tone="error">
      <IconCircleX size={28} stroke={1.5} aria-hidden />
      <h3 ref={heading} tabIndex={-1} role="alert">
        Not published. What was live is still live.
      </h3>
      <p>{release.failure ?? "The release stopped. The log of the server has the details."}</p>
      <div className={classes.outcomeActions}>
        <Button onClick={props.onReview}>Review again</Button>
        <Button variant="default" onClick={props.onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

function Live(props: Props & WithHeading) {
  const { release, heading } = props;
  return (
    <div className={classes.outcome} data-tone="ok">
      <IconCheck size={28} stroke={1.75} aria-hidden />
      <h3 ref={heading} tabIndex={-1} role="status">
        Live{release.tookMs === undefined ? "" : ` in ${formatDuration(release.tookMs)}`}
      </h3>
      <p>
        Version {release.versionNumber} answers at {props.app.url}.
      </p>
      <div className={classes.outcomeActions}>
        <OpenApp app={props.app} />
        <Button component="a" href={`${props.app.url}api/docs`} target="_blank" rel="noreferrer" variant="default">
          API
        </Button>
        {props.onUndo && (
          <Button variant="default" onClick={props.onUndo}>
            Undo
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={props.onClose}>
          Close
        </Button>
      </div>
      <NextSteps app={props.app} />
    </div>
  );
}

function UnderWay({ release, heading }: Pick<Props, "release"> & WithHeading) {
  return (
    <div className={classes.progress}>
      <h3 ref={heading} tabIndex={-1} className={classes.progressTitle}>
        Publishing version {release.versionNumber}
      </h3>
      <ol className={classes.phases}>
        {releasePhases.map(({ phase, words }) => {
          const status = phaseStatus(phase, release.state);
          return (
            <li key={phase} data-status={status} aria-current={status === "current" ? "step" : undefined}>
              <span className={classes.phaseMark} aria-hidden />
              <span>{words}</span>
              {status === "current" && release.progress && <span className={classes.quiet}>{release.progress}</span>}
            </li>
          );
        })}
      </ol>
      <p className="visually-hidden" role="status">
        {release.progress ?? releasePhases.find(({ phase }) => phase === release.state)?.words}
      </p>
      <p className={classes.quiet}>The live app goes on answering. You can close this; the release goes on.</p>
      {release.state !== "switching" && <CancelRelease release={release} />}
    </div>
  );
}
