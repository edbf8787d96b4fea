import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { app, model, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, PASSWORD, postForm, withUsers } from "../support/users.ts";

/** How often passwords were hashed and compared. */
const hashing = vi.hoisted(() => ({ hashed: 0, verified: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return {
    ...argon2,
    hash: (...call: Parameters<typeof argon2.hash>) => {
      hashing.hashed++;
      return argon2.hash(...call);
    },
    verify: (...call: Parameters<typeof argon2.verify>) => {
      hashing.verified++;
      return argon2.verify(...call);
    },
  };
});

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(withUsers(app(model("book", text("title")))));
});
afterAll(() => served?.close());

describe("signing in to an app", () => {
  it("[AUTH-17] hashes a password once for every answer, so that no time says whether an address is known", async () => {
    await addPerson(served, { email: "ada@example.com" });
    await addPerson(served, { email: "off@example.com" });
    await addPerson(served, { email: "none@example.com" });
    await served.sql(`UPDATE app."user" SET active = false WHERE email = 'off@example.com'`);
    await served.sql(
      `DELETE FROM app._credentials WHERE user_id = (SELECT id::text FROM app."user" WHERE email = 'none@example.com')`,
    );
    const attempt = async (email: string, password: string) => {
      const before = { ...hashing };
      await postForm(served, "/accounts/sign-in/", { email, password }, { address: "10.2.0.1" });
      return { email, verified: hashing.verified - before.verified, hashed: hashing.hashed - before.hashed };
    };
    // The first unknown address of a process makes the hash with which all of them are compared.
    await attempt("first@example.com", PASSWORD);
    for (const [email, password] of [
      ["who@example.com", PASSWORD],
      ["not an address", PASSWORD],
      ["ada@example.com", "wrong"],
      ["ada@example.com", PASSWORD],
      ["off@example.com", PASSWORD],
      ["none@example.com", PASSWORD],
    ] as const)
      expect(await attempt(email, password)).toEqual({ email, verified: 1, hashed: 0 });
  });
});
