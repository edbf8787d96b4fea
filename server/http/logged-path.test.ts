import { expect, it } from "vitest";
import { loggedPath } from "./logged-path.ts";

it.each([
  ["/", "/"],
  ["/apps/1/models?find=ada@example.test", "/apps/1/models"],
  ["/reset/abcdefgh", "/reset/…"],
  ["/reset/abcdefgh.html", "/reset/…"],
  ["/accounts/verify/abcdefgh/", "/accounts/verify/…"],
  ["/api/auth/reset/abcdefgh/", "/api/auth/reset/…"],
  ["//Invitations//abcdefgh", "//Invitations/…"],
  ["http://studio.example.test/invitations/abcdefgh", "http://studio.example.test/invitations/…"],
  [`/platform/v1/apps/qt_${"a-_1".repeat(10)}`, "/platform/v1/apps/…"],
  [`/api/v1/book/qk_${"a-_1".repeat(10)}/x`, "/api/v1/book/…/x"],
  ["/api/v1/book/qk_short", "/api/v1/book/qk_short"],
  [undefined, undefined],
])("logs %s as %s", (url, logged) => expect(loggedPath(url)).toBe(logged));
