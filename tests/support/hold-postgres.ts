import { startEmbeddedPostgres } from "#server/postgres/supervise";

/** A process that holds an embedded Postgres until it is told to stop, or killed: the subject of the supervisor's tests. */
const folder = process.argv[2];
if (!folder) throw new Error("name a data folder");

const postgres = await startEmbeddedPostgres({
  dataFolder: folder,
  fsync: false,
  tell: (message) => console.log(JSON.stringify({ told: message })),
});
process.on("SIGTERM", () => void postgres.close().then(() => process.exit(0)));
console.log(JSON.stringify({ url: postgres.url, pid: postgres.pid, isOwner: postgres.isOwner }));
setInterval(() => undefined, 60_000);
