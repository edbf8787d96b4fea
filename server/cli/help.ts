import type { CliCommand } from "./command.ts";

export function helpForAll(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "npx quintet <command> [--json]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "npx quintet help <command> says more about one. It speaks to the server on this machine, or to the one in",
    "QUINTET_URL with the API token in QUINTET_TOKEN: over https, or anyhow with QUINTET_INSECURE_HTTP=1.",
    "--json prints one JSON document, also of a failure.",
    "Exit codes: 0 done · 1 refused or failed · 2 called wrongly · 3 no server, or it does not let us in · 4 needs --yes ·",
    "5 a dry run found rows that do not fit · 130 interrupted.",
    "",
  ].join("\n");
}

export function helpFor(command: CliCommand): string {
  const flags = Object.entries(command.flags).map(
    ([name, flag]) => [`--${name}${flag.value ? ` ${flag.value}` : ""}`, flag.help] as const,
  );
  const all = [...flags, ["--json", "Print one JSON document."] as const];
  const width = Math.max(...all.map(([left]) => left.length));
  return [
    `npx quintet ${command.name} ${command.arguments}`.trimEnd(),
    "",
    command.summary,
    "",
    ...all.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    "",
  ].join("\n");
}
