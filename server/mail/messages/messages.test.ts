import { describe, expect, it } from "vitest";
import { addressChangedMail, addressChangeMail } from "./address-change.ts";
import { invitationMail } from "./invitation.ts";
import { passwordChangedMail } from "./password-changed.ts";
import { passwordResetMail } from "./password-reset.ts";

const invitation = (names: { workspace?: string; invitedBy?: string } = {}) =>
  invitationMail({
    workspace: "Bookshop",
    invitedBy: "Ada Lovelace",
    invitedByEmail: "ada@example.com",
    role: "viewer",
    data: false,
    url: "https://studio.example.com/invitations/abc",
    ...names,
  });
const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

describe("the invitation", () => {
  it("says who invites, to what, and what one may do there, in both parts", () => {
    const { subject, text, html } = invitation();
    expect(subject).toBe("Ada Lovelace invites you to Bookshop on Quintet");
    for (const part of [text, html]) {
      for (const words of [
        "Ada Lovelace (ada@example.com)",
        "Bookshop",
        "as a viewer",
        "/invitations/abc",
        "seven days",
      ])
        expect(part).toContain(words);
    }
  });

  it.each([
    ["markup", "<img src=x onerror=alert(1)>"],
    ["a new header", "Ada\r\nBcc: eve@example.com"],
    ["a link", "Ada. Your account is blocked: https://evil.example/login"],
    ["a link without a scheme", "Ada www.evil.example"],
    ["a bare domain", "evil.example/login"],
    ["a bare domain with the dot of another script", "evil\u3002example or evil\uff0eexample or evil\uff61example"],
    ["an address of a machine", "http 203.0.113.7/login"],
    ["an address", "Ada support@evil.example"],
    ["marks that turn text around", "Ada \u202egnp.exe"],
  ])("carries no %s that a name brings", (_what, name) => {
    for (const names of [{ invitedBy: name }, { workspace: name }]) {
      const { subject, text, html } = invitation(names);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(`${subject}${text}${html}`).not.toMatch(/evil[.\u3002\uff0e\uff61]example|203\.0/);
      expect(html).not.toContain("<img");
      expect(linksOf(html)).toEqual(["https://studio.example.com/invitations/abc"]);
    }
  });

  it("stays short with a name that is long", () => {
    expect(invitation({ invitedBy: "a".repeat(5_000), workspace: "b".repeat(5_000) }).subject.length).toBeLessThan(201);
  });
});

it("tells of a reset and of a changed password without any of their secrets in the subject", () => {
  const reset = passwordResetMail({ url: "https://studio.example.com/reset/secret" });
  expect(reset.subject).not.toContain("secret");
  expect(linksOf(reset.html)).toEqual(["https://studio.example.com/reset/secret"]);
  const changed = passwordChangedMail({ how: "reset", at: new Date(0), url: "https://studio.example.com/forgot" });
  expect(changed.text).toContain("1970-01-01 at 00:00 UTC");
  expect(changed.text).toContain("API tokens of the account have ended");
});

it("asks the new address without telling whose account it is about, and tells the old one how to object, with no way in", () => {
  const asked = addressChangeMail({ url: "https://studio.example.com/address/secret" });
  expect(asked.subject).not.toContain("secret");
  expect(linksOf(asked.html)).toEqual(["https://studio.example.com/address/secret"]);
  // The list of the dev inbox shows the beginning of the text.
  expect(asked.text.slice(0, 160)).not.toContain("/address/");
  const told = addressChangedMail({
    to: "new@example.com",
    at: new Date(0),
    url: "https://studio.example.com/account",
  });
  for (const words of ["new@example.com", "1970-01-01 at 00:00 UTC", "tell an owner"]) {
    expect(told.text).toContain(words);
    expect(told.html).toContain(words);
  }
  expect(linksOf(told.html)).toEqual(["https://studio.example.com/account"]);
});
