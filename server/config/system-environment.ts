/**
 * The environment variables of programs that we start: no secrets, and none of Postgres' own variables, which would
 * direct `initdb` to another data folder.
 */
export function systemEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { LC_ALL: "C", TZ: "UTC" };
  // Windows' sockets and temporary files do not work without these.
  for (const name of ["SystemRoot", "TEMP"]) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
