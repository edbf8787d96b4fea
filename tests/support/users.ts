import { createHash, randomBytes } from "node:crypto";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addUsers } from "#engine/edits/commands/users";
import { hashPassword } from "#engine/runtime/passwords";
import { seededRandom } from "../arbitraries/definitions.ts";
import type { Answered, RequestOptions, ServedApp } from "./served-app.ts";

/** An app with people who sign in. */
export function withUsers(definition: AppDefinition, seed = 3): AppDefinition {
  const result = applyEdits(definition, addUsers(readDefinition(definition), seededRandom(seed)).operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
}

export const PASSWORD = "a quiet river at dawn";
let hashed: Promise<string> | undefined;

/** A person with a password; their key. */
export async function addPerson(
  served: Pick<ServedApp, "sql">,
  {
    email,
    name = "Ada",
    staff = false,
    administrator = false,
  }: { email: string; name?: string; staff?: boolean; administrator?: boolean },
): Promise<string> {
  const [row] = await served.sql<{ id: string }>(
    `INSERT INTO app."user" (email, name, active, staff, administrator) VALUES ($1, $2, true, $3, $4) RETURNING id::text`,
    [email, name, staff, administrator],
  );
  const id = row?.id ?? "";
  hashed ??= hashPassword(PASSWORD);
  await served.sql("INSERT INTO app._credentials (user_id, password_hash) VALUES ($1, $2)", [id, await hashed]);
  return id;
}

/** A link by which a person sets a password; its secret. */
export async function addTicket(served: ServedApp, userId: string, days = 7): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await served.sql(
    "INSERT INTO app._tickets (token_hash, purpose, user_id, expires_at) VALUES ($1, 'invitation', $2, now() + make_interval(days => $3))",
    [createHash("sha256").update(token).digest(), userId, days],
  );
  return token;
}

/** A form as a browser sends it from a page of the app. */
export const postForm = (
  served: ServedApp,
  target: string,
  fields: Readonly<Record<string, string>>,
  { headers = {}, ...options }: RequestOptions = {},
): Promise<Answered> =>
  served.request("POST", target, {
    ...options,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      accept: "text/html",
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });

/** The cookie that an answer sets, as the browser sends it back. */
export const cookieOf = ({ headers }: Answered): string => String(headers["set-cookie"] ?? "").split(";")[0] ?? "";

export async function signIn(served: ServedApp, email: string, options: RequestOptions = {}): Promise<string> {
  const answer = await postForm(served, "/accounts/sign-in/", { email, password: PASSWORD }, options);
  if (answer.status !== 303) throw new Error(`Signing in was answered with ${answer.status}: ${answer.text}`);
  return cookieOf(answer);
}
