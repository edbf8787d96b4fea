import type { Release } from "#contract/http/releases";

/** "0.4 s", "12 s", "2 min 5 s". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(Math.max(milliseconds, 100) / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export const isFinished = (state: Release["state"]): boolean =>
  state === "live" || state === "superseded" || state === "failed";

const phases = ["queued", "preparing", "switching", "live"] as const;
export type ReleasePhase = (typeof phases)[number];
export const releasePhases: readonly { readonly phase: ReleasePhase; readonly words: string }[] = [
  { phase: "queued", words: "Waiting for a worker" },
  { phase: "preparing", words: "Preparing the database while the app stays live" },
  { phase: "switching", words: "Switching to the new version" },
  { phase: "live", words: "Live" },
];

/** Where a phase stands while a release is in `state`. A failed release stopped in the phase before its last progress. */
export function phaseStatus(phase: ReleasePhase, state: Release["state"]): "done" | "current" | "ahead" {
  if (state === "superseded" || state === "live") return "done";
  if (state === "failed") return "ahead";
  const at = phases.indexOf(state);
  const index = phases.indexOf(phase);
  return index < at ? "done" : index === at ? "current" : "ahead";
}

export const stateLabels: Readonly<Record<Release["state"], string>> = {
  queued: "Waiting",
  preparing: "Preparing",
  switching: "Switching",
  live: "Live",
  superseded: "Replaced",
  failed: "Failed",
};

/** "Version 3 to live", "Back to version 2". */
export function releaseTitle(release: Pick<Release, "versionNumber" | "rollbackOf" | "message">): string {
  if (release.message !== "") return release.message;
  return release.rollbackOf === undefined
    ? `Version ${release.versionNumber}`
    : `Back to version ${release.versionNumber}`;
}
