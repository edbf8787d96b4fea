import { describe, expect, it } from "vitest";
import { parseMailbox } from "./mail-address.ts";
import { parseSmtpUrl } from "./smtp-url.ts";

describe("SMTP_URL", () => {
  it.each([
    ["smtp://mail.example.com", { host: "mail.example.com", port: 587, secure: false, tls: "required" }],
    ["smtps://me:p%40ss@mail.example.com", { port: 465, secure: true, auth: { user: "me", password: "p@ss" } }],
    ["smtp://me:100%@mail.example.com:2525", { port: 2525, auth: { user: "me", password: "100%" } }],
    ["smtp://localhost:1025", { tls: "off" }],
    ["smtp://[::1]:1025", { host: "::1", tls: "off" }],
    ["smtp://mailpit?tls=off", { host: "mailpit", tls: "off", auth: undefined }],
  ])("%s", (url, server) => expect(parseSmtpUrl(url)).toMatchObject(server));

  it.each([
    ["mail.example.com:587", "must be a URL"],
    ["http://mail.example.com", "must be a URL"],
    ["smtp://", "must be a URL"],
    ["smtp://mail.example.com/path", "no path"],
    ["smtp://mail.example.com?tls=maybe", "required, optional or off"],
    ["smtp://me:hunter2@mail.example.com?tls=off", "over TLS only"],
    ["smtp://me:hunter2@mail.example.com?tls=optional", "over TLS only"],
    ["smtp://mail.example.com?disableFileAccess=false", "unknown option"],
  ])("%s is refused", (url, mistake) => {
    const parsed = parseSmtpUrl(url);
    expect(parsed).toMatchObject({ mistake: expect.stringContaining(mistake) });
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });
});

it("MAIL_FROM is one mailbox", () => {
  expect(parseMailbox("Quintet <quintet@example.com>")).toEqual({ name: "Quintet", address: "quintet@example.com" });
  expect(parseMailbox("quintet@example.com")).toEqual({ name: "", address: "quintet@example.com" });
  for (const wrong of ["Quintet", "a@b.example, c@d.example", "A\r\nBcc: x <a@b.example>", "<>", "a@b.example <c>"])
    expect(parseMailbox(wrong), wrong).toBeUndefined();
});
