import { UserError } from "../../../errors.ts";
import { planUpdate } from "../../execution/plan-write.ts";
import { STALE } from "../../execution/run-statement.ts";
import { writeRow } from "../../execution/write-row.ts";
import type { AccountView } from "./account-call.ts";
import { wordsOf } from "./account-words.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";
import { toSignIn } from "./to-sign-in.ts";

/** One's own account. The name is written as every row is: with the rules of the app, its validations and its history. */
export const editProfile: AccountView = async (call, sent) => {
  const { caller, place, live } = call;
  if (caller.kind !== "user") return toSignIn(call);
  const show = (status: number, account: { name: string; problem?: string }) =>
    showAccountPage(call, "profile", { status, account: { form: true, email: caller.email, ...account } });
  if (!sent) return show(200, { name: caller.name });
  const name = sent.last("name") ?? "";
  const unit = live.snapshot.models.get(place.users.model.id);
  if (!unit) throw new Error("The model of the users is not compiled.");
  if (!live.snapshot.rules.permits(unit.model.id, "update", caller, call.facts))
    return show(403, { name: caller.name, problem: wordsOf(call).mayNot });
  try {
    const plan = planUpdate(call, unit, {
      id: caller.id,
      body: { [place.users.core.name.name]: name },
      kind: "patch",
      versions: undefined,
      withBefore: false,
      shape: "record",
    });
    const outcome = await writeRow(call, plan);
    if (outcome === STALE) return STALE;
    if (outcome.outcome === "written") return seeDone(call, "/accounts/profile/", "");
    if (outcome.outcome === "refused") throw outcome.error;
    return show(403, { name, problem: wordsOf(call).mayNot });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problem = error.errors?.map(({ message }) => message).join(" ") ?? error.message;
    return show(422, { name, problem });
  }
};
