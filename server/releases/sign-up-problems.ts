import type { DefinitionReader } from "#engine/definition/reader";
import { canSignUp, signUpOf, usersModelOf } from "#engine/definition/users";
import type { Problem } from "#engine/problem";
import type { ServerContext } from "../context.ts";
import { canSendMail } from "../mail/mail-transport-kind.ts";

/** People confirm their address by a mail, so nobody could sign up where none can be sent. */
export function signUpProblems({ config }: Pick<ServerContext, "config">, to: DefinitionReader): readonly Problem[] {
  const users = usersModelOf(to);
  if (!users || !canSignUp(signUpOf(to)) || canSendMail(config)) return [];
  return [
    {
      code: "PLAN_E006",
      severity: "error",
      recordId: users.id,
      message: "People sign up by a mail that confirms their address, and this server cannot send mail.",
      hint: "Choose “By invitation” in Users, or ask the operator to set SMTP_URL.",
    },
  ];
}
