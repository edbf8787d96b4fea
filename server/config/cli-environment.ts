/** What the command line reads of the environment. */
export interface CliEnvironment {
  /** QUINTET_URL: the studio's address. Absent: the server that runs on this machine. */
  readonly url: string | undefined;
  /** QUINTET_TOKEN: an API token of the platform. */
  readonly token: string | undefined;
  /** QUINTET_INSECURE_HTTP, as given: whether the token may cross the network in the clear. */
  readonly insecureHttp: string | undefined;
  /** QUINTET_DATA: where a server on this machine keeps its data. */
  readonly dataFolder: string;
}

export function readCliEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CliEnvironment {
  const given = (name: string) => environment[name]?.trim() || undefined;
  return {
    url: given("QUINTET_URL"),
    token: given("QUINTET_TOKEN"),
    insecureHttp: given("QUINTET_INSECURE_HTTP"),
    dataFolder: given("QUINTET_DATA") ?? ".quintet",
  };
}
