import { type ApiToken, createApiToken, listApiTokens, revokeApiToken, TOKEN_DAYS } from "#contract/http/tokens";
import { tokenScopes } from "#contract/permissions";
import { CliError, usageError } from "../cli-error.ts";
import { type CliCall, type CliCommand, many, text } from "../command.ts";
import type { PlatformClient } from "../platform-client.ts";
import { printTable } from "../print-table.ts";

export const token: CliCommand = {
  name: "token",
  summary: "Make, list and revoke your API tokens: `token create <name>`, `token list`, `token revoke <name>`.",
  arguments: "create|list|revoke [name]",
  count: [1, 2],
  flags: {
    scope: {
      type: "string",
      multiple: true,
      value: tokenScopes.join("|"),
      help: "What a new token may do; once per scope. Without it: read.",
    },
    days: {
      type: "string",
      value: "DAYS",
      help: `How long it lasts: ${TOKEN_DAYS.map((days) => days ?? "forever").join(", ")}.`,
    },
  },
  async run(call) {
    const server = await call.server();
    const [what, name] = call.args;
    if (what === "list" && name === undefined) return list(call, server);
    if (what === "create" && name !== undefined) return create(call, server, name);
    if (what === "revoke" && name !== undefined) return revoke(call, server, name);
    throw usageError("token create <name>, token list, or token revoke <name>.");
  },
};

async function list(call: CliCall, server: PlatformClient): Promise<{ results: readonly ApiToken[] }> {
  const { results } = await server.call(listApiTokens, {});
  if (results.length === 0) call.terminal.print("There are no tokens.");
  printTable(
    call.terminal,
    results.map(({ name, hint, scopes, expiresAt }) => [
      name,
      `…${hint}`,
      scopes.join(", "),
      expiresAt === undefined ? "no end" : `until ${expiresAt.slice(0, 10)}`,
    ]),
  );
  return { results };
}

async function create(call: CliCall, server: PlatformClient, name: string) {
  const given = many(call, "scope");
  const scopes = (given.length > 0 ? given : ["read"]).map((scope) => {
    const known = tokenScopes.find((one) => one === scope);
    if (!known) throw usageError(`--scope is ${tokenScopes.join(", ")}, and not ${scope}.`);
    return known;
  });
  const days = text(call, "days");
  const wanted = days === undefined ? 90 : TOKEN_DAYS.find((one) => String(one ?? "forever") === days);
  if (wanted === undefined) throw usageError(`--days is ${TOKEN_DAYS.map((one) => one ?? "forever").join(", ")}.`);
  const made = await server.call(createApiToken, { body: { name, scopes, days: wanted } });
  call.terminal.progress("It is shown this once:");
  call.terminal.print(made.secret);
  return made;
}

async function revoke(call: CliCall, server: PlatformClient, name: string) {
  const { results } = await server.call(listApiTokens, {});
  const named = results.filter((one) => one.name === name || one.id === name);
  const [found] = named;
  if (!found) throw new CliError("token_not_found", `There is no token "${name}".`);
  if (named.length > 1) {
    throw new CliError("token_ambiguous", `${named.length} tokens are called "${name}". Name one by its id.`, {
      details: { tokens: named },
      lines: named.map((one) => `${one.id}  …${one.hint}`),
    });
  }
  await server.call(revokeApiToken, { params: { tokenId: found.id } });
  call.terminal.print(`Revoked ${found.name}.`);
  return { revoked: found.id };
}
