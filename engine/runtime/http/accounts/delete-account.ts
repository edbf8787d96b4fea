import { UserError } from "../../../errors.ts";
import { deleteUser } from "../../accounts/change-user.ts";
import { STALE } from "../../execution/run-statement.ts";
import { clearedSessionCookie } from "../session-cookie.ts";
import type { AccountView } from "./account-call.ts";
import { deviceOf } from "./account-words.ts";
import { confirmFirst } from "./confirm-session.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";
import { toSignIn } from "./to-sign-in.ts";

/** Deletes one's own account, after the password was given a short while ago. */
export const deleteAccount: AccountView = async (call, sent) => {
  const { caller } = call;
  if (caller.kind !== "user") return toSignIn(call);
  const first = await confirmFirst(call);
  if (first) return first;
  const { email } = caller;
  const show = (status: number, problem = "") =>
    showAccountPage(call, "delete", { status, account: { form: true, email, problem } });
  if (!sent) return show(200);
  try {
    if ((await deleteUser(call, { caller, device: deviceOf(call) })) === STALE) return STALE;
  } catch (error) {
    if (!(error instanceof UserError) || call.isJson) throw error;
    return show(error.code === "last_administrator" ? 409 : 422, error.message);
  }
  return seeDone(call, "/", "", { "set-cookie": clearedSessionCookie(call.live.appId, call.cookies) });
};
