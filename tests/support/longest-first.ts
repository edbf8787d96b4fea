import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Begins with the files that take longest, so that none of them is what everything else has ended and waits for. Vitest
 * knows how long files took only where it ran before; elsewhere it goes by their size, which is no measure of it.
 */
const LONGEST = [
  "tests/reliability/failpoints.integration.test.ts",
  "tests/cli/story.integration.test.ts",
  "tests/reliability/mail-crashes.integration.test.ts",
  "tests/reliability/postgres-faults.integration.test.ts",
  "tests/publishing/publish-under-load.integration.test.ts",
  "tests/reliability/several-processes.integration.test.ts",
  "tests/security/secret-canary.integration.test.ts",
  "tests/reliability/backup.integration.test.ts",
  "tests/reliability/operations.integration.test.ts",
  "server/postgres/supervise.integration.test.ts",
  "tests/publishing/guard.integration.test.ts",
  "server/realtime/fan-out.integration.test.ts",
  "tests/reliability/redis-faults.integration.test.ts",
  "workers/imports/live-imports.integration.test.ts",
  "workers/imports/imports.integration.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    return [...others].sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((file) => moduleId.replaceAll("\\", "/").endsWith(`/${file}`));
  return rank < 0 ? LONGEST.length : rank;
}
