import { expect, it } from "vitest";
import type { HistoryEntry } from "#contract/http/draft-history";
import type { Release } from "#contract/http/releases";
import { withReleases } from "./with-releases.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const edit = (minute: number) => ({ revision: minute, at: at(minute) }) as HistoryEntry;
const release = (minute: number) => ({ id: minute, createdAt: at(minute) }) as Release;
const order = (lines: ReturnType<typeof withReleases>) =>
  lines.map((line) => (line.kind === "edit" ? `edit ${line.entry.revision}` : `release ${line.release.id}`));

it("marks publishes between the edits, and leaves older ones to the next page", () => {
  expect(order(withReleases([edit(9), edit(5), edit(3)], [release(7), release(4), release(1)]))).toEqual([
    "edit 9",
    "release 7",
    "edit 5",
    "release 4",
    "edit 3",
  ]);
});
