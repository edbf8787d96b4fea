import { AppData } from "#engine/runtime/data/app-data";
import { arm, isFailpoint } from "#engine/runtime/failpoints";

/** A process that begins a transaction and kills itself at a point: `worker.ts <point> <database> <role> <table>`. */
const [point = "", connectionString = "", role = "", table = ""] = process.argv.slice(2);
if (!isFailpoint(point)) throw new Error(`There is no point ${point}.`);
arm(point, () => void process.kill(process.pid, "SIGKILL"));

const data = new AppData({
  connectionString,
  poolSize: 2,
  statementTimeoutMs: 5_000,
  acquireTimeoutMs: 5_000,
  now: () => performance.now(),
});
await data.transaction(role, { what: "a test", deadlineMs: 5_000 }, async (transaction) => {
  for (const words of ["first", "second"]) {
    await transaction.write(role, { text: `INSERT INTO ${table} (words) VALUES ($1)`, name: undefined }, [words]);
  }
});
