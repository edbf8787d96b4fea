import type { Finding } from "#contract/http/diagnosis";
import { hasBtreeGist } from "../../app-database/prepare-btree-gist.ts";
import type { ServerContext } from "../../context.ts";

/** Whether constraints against overlaps can be published. */
export async function findBtreeGist({ appDatabase }: ServerContext): Promise<readonly Finding[]> {
  if (await hasBtreeGist(appDatabase.pool as never)) {
    return [{ code: "database.btree_gist", state: "ok", message: "Constraints against overlaps can be published." }];
  }
  return [
    {
      code: "database.btree_gist",
      state: "warning",
      message: "The extension btree_gist is not there, so constraints against overlaps cannot be published.",
      hint: "Install the contrib modules of Postgres and restart Quintet, or have an administrator run CREATE EXTENSION btree_gist SCHEMA quintet;",
    },
  ];
}
