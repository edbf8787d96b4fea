import { vi } from "vitest";
import { mailSecretsSchema, type PostedMail } from "#engine/email/posted-mail";
import { Connection } from "#engine/runtime/data/connection";
import { unseal } from "#engine/runtime/seal";
import type { ServedApp } from "./served-app.ts";

/** A mail that an app has posted, with what was sealed in it. */
export interface AccountMailOfTest {
  readonly mail: string;
  readonly to: string;
  readonly link: string;
  readonly code: string;
  readonly newAddress: string;
}

/** What an app has posted, oldest first; the outbox is empty then. */
export async function takeMails(served: ServedApp): Promise<readonly AccountMailOfTest[]> {
  const rows = await served.sql<{ id: string; payload: PostedMail }>(
    "DELETE FROM quintet.outbox RETURNING id, payload, made_at",
  );
  return rows.map(({ id, payload }) => {
    const sealed = { sealed: Buffer.from(payload.sealed, "base64"), keyId: payload.keyId };
    const secrets = mailSecretsSchema.parse(unseal(["a secret of the tests"], id, sealed));
    const { link = "", code = "", newAddress = "" } = secrets;
    return { mail: payload.mail, to: payload.to, link, code, newAddress };
  });
}

/**
 * How many statements this process sends to Postgres for a request. The look at the live pointer, which a visitor's request
 * needs once in a second, is always among them.
 */
export async function countStatements<Result>(
  served: ServedApp,
  work: () => Promise<Result>,
): Promise<readonly [Result, number]> {
  served.passTime(2_000);
  const spies = (["run", "control"] as const).map((name) => vi.spyOn(Connection.prototype, name));
  try {
    const result = await work();
    return [result, spies.reduce((all, { mock }) => all + mock.calls.length, 0)];
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
