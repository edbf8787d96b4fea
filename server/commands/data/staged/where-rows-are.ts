import { isVanishedName } from "#engine/runtime/execution/run-statement";
import type { ServerContext } from "../../../context.ts";
import type { RowPlace } from "../row-page.ts";
import { findStaged, type StagedModel } from "./find-staged.ts";

/**
 * Does what is asked where the rows of a model are: those of a model that is not live wait in a table of their own, which
 * the first publish adopts. If it does so in the middle, the rows are live.
 */
export async function whereRowsAre<Result>(
  context: ServerContext,
  place: RowPlace,
  ways: {
    readonly staged: (staged: StagedModel) => Promise<Result>;
    readonly live: () => Promise<Result>;
  },
): Promise<Result> {
  const staged = await findStaged(context, place);
  if (!staged) return ways.live();
  try {
    return await ways.staged(staged);
  } catch (error) {
    if (!isVanishedName(error)) throw error;
    return ways.live();
  }
}
