import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Release } from "#contract/http/releases";
import type { VersionId } from "#contract/platform-ids";
import { emptyDefinition } from "#engine/definition/app-definition";
import { InspectorPanel, InspectorSection } from "../components/InspectorPanel.tsx";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useApp } from "../session/use-app.ts";
import { useMay } from "../session/use-may.ts";
import { DiffView } from "./DiffView.tsx";
import { describeDiff } from "./describe-diff.ts";
import { formatDuration, releaseTitle, stateLabels } from "./release-labels.ts";
import classes from "./releases-screen.module.css";
import { useVersion } from "./use-version.ts";
import { versionBefore } from "./version-before.ts";

const NOTHING = "nothing";

interface Props {
  readonly release: Release;
  readonly releases: readonly Release[];
}

/** One release: what it changed against the version before it, or against any other, and the way back to it. */
export function ReleaseDetail({ release, releases }: Props) {
  const app = useApp();
  const navigate = useNavigate();
  return (
    <InspectorPanel
      name={`Release of version ${release.versionNumber}`}
      isForReading
      over="Release"
      title={releaseTitle(release)}
      onClose={() => void navigate(`/apps/${app.id}/releases`)}
    >
      <Facts release={release} />
      <Changes release={release} releases={releases} />
      {release.steps.length > 0 && <Migration steps={release.steps} />}
    </InspectorPanel>
  );
}

/** Its state, when and by whom; an older one can go live again. */
function Facts({ release }: { readonly release: Release }) {
  const app = useApp();
  const may = useMay();
  const [, setParameters] = useSearchParams();
  return (
    <InspectorSection title="Release">
      <dl className={classes.facts}>
        <Fact term="State">{stateLabels[release.state]}</Fact>
        <Fact term="By">{release.by}</Fact>
        <Fact term="Asked">{new Date(release.createdAt).toLocaleString()}</Fact>
        {release.liveAt && <Fact term="Live">{new Date(release.liveAt).toLocaleString()}</Fact>}
        {release.tookMs !== undefined && <Fact term="Took">{formatDuration(release.tookMs)}</Fact>}
      </dl>
      {release.failure && <ProblemNote problem={{ severity: "error", message: release.failure }} />}
      {release.state === "superseded" && may("publish") && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} stroke={1.5} aria-hidden />}
          onClick={() =>
            setParameters((current) => {
              current.set("publish", "");
              current.set("rollback", release.versionId);
              return current;
            })
          }
        >
          {release.versionNumber < (app.live?.versionNumber ?? 0) ? "Roll back to" : "Put live again:"} version{" "}
          {release.versionNumber}
        </Button>
      )}
    </InspectorSection>
  );
}

/** What it changed against the version before it, or against another that is chosen. */
function Changes({ release, releases }: Props) {
  const app = useApp();
  const others = versionsOf(releases).filter((version) => version.id !== release.versionId);
  const [against, setAgainst] = useState<string>(versionBefore(release, releases) ?? NOTHING);
  const after = useVersion(app.id, release.versionId);
  const before = useVersion(app.id, against === NOTHING ? undefined : (against as VersionId));
  const groups = useMemo(() => {
    if (!after.data || (against !== NOTHING && !before.data)) return undefined;
    const from = before.data?.reader.definition ?? {
      ...emptyDefinition("App"),
      settings: after.data.reader.definition.settings,
    };
    return describeDiff(from, after.data.reader.definition);
  }, [against, before.data, after.data]);
  const failed = after.error ?? before.error;

  return (
    <InspectorSection title="Changes">
      <PlainSelect
        label="Compared with"
        labelAt="beside"
        size="sm"
        value={against}
        onChange={(event) => setAgainst(event.currentTarget.value)}
      >
        <option value={NOTHING}>nothing (all of it)</option>
        {others.map((version) => (
          <option key={version.id} value={version.id}>
            version {version.number}
          </option>
        ))}
      </PlainSelect>
      {failed ? (
        <ProblemNote problem={{ severity: "error", message: failed.message }} />
      ) : groups ? (
        <DiffView groups={groups} />
      ) : (
        <SkeletonRows what="Comparing" count={4} />
      )}
    </InspectorSection>
  );
}

function Migration({ steps }: { readonly steps: Release["steps"] }) {
  return (
    <InspectorSection title="Migration">
      <ul className={classes.steps}>
        {steps.map((step) => (
          <li key={`${step.sign}${step.recordId ?? ""}${step.description}`}>
            <span className={classes.sign} data-sign={step.sign} aria-hidden>
              {step.sign === "-" ? "−" : step.sign}
            </span>
            {step.description}
          </li>
        ))}
      </ul>
    </InspectorSection>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function versionsOf(releases: readonly Release[]): readonly { readonly id: VersionId; readonly number: number }[] {
  const numbers = new Map(releases.map((release) => [release.versionId, release.versionNumber]));
  return [...numbers].map(([id, number]) => ({ id, number })).sort((a, b) => b.number - a.number);
}
