import type pg from "pg";
import { createApiKey } from "#contract/http/apps";
import type { TestApp } from "../support/apps.ts";
import type { Quintet } from "../support/quintet.ts";
import { addPerson, PASSWORD } from "../support/users.ts";
import { readersGroupId } from "./bookshop.ts";

/** The first person of the app, to whom the seed gives every hundredth book. */
const MEMBER = "1";

/** Who asks: a key of the group, an administrator of the app, and a person of the group with own books. */
export type CallerName = "key" | "administrator" | "member";
export type CallerHeaders = Readonly<Record<CallerName, Readonly<Record<string, string>>>>;

/** Makes them before the app has books, and gives the headers by which the app knows them. */
export async function makeCallers(
  quintet: Quintet,
  shop: TestApp,
  { database, schema, port }: { readonly database: pg.Pool; readonly schema: string; readonly port: number },
): Promise<CallerHeaders> {
  const { secret } = await quintet.call(createApiKey, {
    params: { appId: shop.appId },
    body: { name: "Bench", groupId: readersGroupId },
  });
  const sql = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await database.query<Row>(text.replaceAll("app.", `"${schema}".`), values)).rows;
  const member = await addPerson({ sql }, { email: "member@example.test", name: "Mia Member" });
  if (member !== MEMBER) throw new Error(`The member is person ${member}, and the seed gives books to ${MEMBER}.`);
  await sql("INSERT INTO app._memberships (user_id, group_id) VALUES ($1, $2)", [member, readersGroupId]);
  await addPerson({ sql }, { email: "administrator@example.test", administrator: true });
  const signedIn = async (email: string) => ({
    Cookie: await cookieFor(port, email),
    "Sec-Fetch-Site": "same-origin",
  });
  return {
    key: { Authorization: `Bearer ${secret}` },
    administrator: await signedIn("administrator@example.test"),
    member: await signedIn("member@example.test"),
  };
}

async function cookieFor(port: number, email: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/accounts/sign-in/`, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin", accept: "text/html" },
    body: new URLSearchParams({ email, password: PASSWORD }),
  });
  const [cookie] = answer.headers.getSetCookie();
  if (answer.status !== 303 || cookie === undefined)
    throw new Error(`Signing in was answered with ${answer.status}: ${await answer.text()}`);
  return cookie.split(";")[0] ?? "";
}
