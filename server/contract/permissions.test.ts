import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Action, isSensitive, judge, type MemberRole, may, permissions, tokenScopes } from "./permissions.ts";

const actions = Object.keys(permissions) as Action[];
const kinds: readonly (readonly [string, MemberRole, boolean])[] = [
  ["owner", "owner", true],
  ["editor", "editor", true],
  ["viewer with data", "viewer", true],
  ["viewer", "viewer", false],
];

/** As docs/people.md prints it. */
function table(): string {
  const head = ["What", ...kinds.map(([name]) => name), "scope of a token", "asks who is there"];
  const lines = actions.map((action) => {
    const { what, scope } = permissions[action];
    const who = kinds.map(([, role, data]) => (may({ role, data }, action) ? "yes" : "–"));
    return [what, ...who, scope === "people" ? "none: people only" : scope, isSensitive(action) ? "yes" : "–"];
  });
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...lines.map(row)].join("\n");
}

describe("permissions", () => {
  it("are the table of docs/people.md, to the letter", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../docs/people.md"), "utf8");
    expect(page).toContain(table());
  });

  it("refuse what has no line, and who has no known role", () => {
    const owner = { role: "owner", data: true } as const;
    expect(judge(owner, "nothing" as Action)).toBe("role");
    expect(judge(owner, "toString" as Action)).toBe("role");
    expect(judge({ role: "admin" as MemberRole, data: true }, "read")).toBe("role");
    expect(judge({ ...owner, scopes: [] }, "read")).toBe("scope");
  });

  it("give a token never more than its person", () => {
    for (const [, role, data] of kinds)
      for (const action of actions) {
        if (may({ role, data, scopes: tokenScopes }, action)) expect(may({ role, data }, action), action).toBe(true);
      }
  });

  it("ask nobody again for what has no line", () => {
    expect(actions.filter(isSensitive).length).toBeGreaterThan(5);
    expect(isSensitive("toString" as Action)).toBe(false);
  });

  it("grow with the role: what a viewer may, an editor may, and what an editor may, an owner may", () => {
    for (const action of actions) {
      const [owner, editor, withData, viewer] = kinds.map(([, role, data]) => may({ role, data }, action));
      expect([viewer && !withData, withData && !editor, editor && !owner], action).toEqual([false, false, false]);
    }
  });
});
