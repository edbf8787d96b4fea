import { setTimeout as sleep } from "node:timers/promises";
import { getRelease, type Release } from "#contract/http/releases";
import { CliError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";
import type { PlatformClient } from "./platform-client.ts";

/** Waits until a release has ended, telling what it does; one that fails is a CliError. Ctrl-C leaves it running. */
export async function followRelease(
  server: PlatformClient,
  terminal: Terminal,
  queued: Release,
  url: string,
): Promise<Release> {
  let release = queued;
  let told = "";
  for (let wait = 50; !["live", "superseded", "failed"].includes(release.state); wait = Math.min(1_000, wait * 1.5)) {
    await sleep(wait);
    release = await server.call(getRelease, { params: { appId: queued.appId, number: queued.number } });
    if (release.progress && release.progress !== told) {
      told = release.progress;
      terminal.progress(told);
    }
  }
  if (release.state === "failed") {
    throw new CliError("release_failed", release.failure ?? "The release failed. What was live goes on serving.", {
      details: { release },
    });
  }
  const seconds = release.tookMs === undefined ? "" : ` after ${(release.tookMs / 1000).toFixed(1)} s`;
  terminal.print(`Version ${release.versionNumber} is live${seconds}: ${url}`);
  return release;
}
