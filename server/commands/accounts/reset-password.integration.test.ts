import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#engine/runtime/passwords";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { Account } from "../../models/account.ts";
import { PasswordReset } from "../../models/password-reset.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";
import { resetPassword } from "./reset-password.ts";
import { signIn } from "./sign-in.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

describe("an account that somebody else guesses at", () => {
  it("lets its owner in at once after a reset, however long the wait had become", async () => {
    const { context } = platform;
    const { accountId, email } = await platform.member("editor");
    await Account.update({ passwordHash: await hashPassword("a long first passphrase") }, { where: { id: accountId } });
    let guesses = 0;
    const attempt = (password: string, address: string) =>
      signIn(context, { email, password, browser: { address, userAgent: "" } as never, requestId: "r" });
    const blocked = async () => {
      const error: { code?: string } = await attempt(`wrong ${guesses}`, `10.0.${guesses++}.1`).catch(
        (thrown) => thrown,
      );
      return error.code === "too_many_requests";
    };
    while (!(await blocked())) expect(guesses).toBeLessThan(50);
    await expect(attempt("a long first passphrase", "192.0.2.7")).rejects.toMatchObject({ code: "too_many_requests" });

    const token = newLinkToken();
    const expiresAt = new Date(context.clock.now().getTime() + 60_000);
    await PasswordReset.create({ accountId, tokenHash: hashLinkToken(token) as Buffer, expiresAt });
    await resetPassword(context, { token, password: "quite another long passphrase", requestId: "r" });
    expect((await attempt("quite another long passphrase", "192.0.2.7")).token).toBeTruthy();
  });
});
