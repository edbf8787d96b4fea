import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readPaging } from "#engine/rest/paging";
import { parseQuery } from "#engine/rest/query-string";
import { compileApp } from "#engine/snapshot/compile-app";
import { bookshop } from "./bookshop.ts";

const APPS = 200;

/** What one warm app weighs in a process: compiled, with its lists, rows and page asked for once. */
export function bytesPerWarmApp(): string {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const definitions = Array.from({ length: APPS }, () => structuredClone(bookshop()));
  collect();
  const before = process.memoryUsage().heapUsed;
  const snapshots = definitions.map((definition, index) => {
    const snapshot = compileApp(definition, {
      releaseId: index + 1,
      releaseNumber: 1,
      appId: `018f0000-0000-7000-8000-${String(index).padStart(12, "0")}`,
      environment: "live",
      schemaName: `app_${String(index).padStart(12, "0")}`,
    });
    const who = snapshot.rules.classOf({ kind: "key", id: 1, name: "Bench", groups: new Set(["readers"]) });
    const query = parseQuery("price__gte=10&limit=20&expand=author");
    for (const unit of snapshot.models.values()) unit.one(who, parseQuery(""));
    snapshot.resources.get("books")?.list(who, query, readPaging(query));
    for (const { route } of snapshot.routes.routes) snapshot.pages.view(route, who);
    return snapshot;
  });
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / APPS;
  return `A warm app of ${snapshots[0]?.models.size} models weighs ${(bytes / 1024).toFixed(0)} kB besides its definition (mean of ${APPS}).`;
}
