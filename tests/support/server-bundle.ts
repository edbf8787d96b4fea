import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";

const DIST = resolve(import.meta.dirname, "../../dist");
const PARTS = ["engine", "server", "workers", "migrations"];
/** Compiled code of a platform, and what is asked for only where it is there. */
const NOT_BUNDLED = ["@node-rs/argon2", "pg-native", "pg-hstore"];

/**
 * The compiled server as one file, for tests that start it often: loading its 2,000 modules one by one is half of the
 * processor time of a start. The code is the same, and asks for files beside it where they lie. Kept until the next
 * build. Gives back the file; `startQuintet` takes it from TEST_QUINTET_PROGRAM.
 */
export async function bundleServer(): Promise<string> {
  const compiled = join(DIST, "server/main.js");
  // What starts it will say that nothing is built.
  if (!existsSync(compiled)) return compiled;
  const folder = join(DIST, `bundle-${stateOfBuild()}`);
  const program = join(folder, "main.js");
  if (existsSync(program)) return program;
  for (const name of readdirSync(DIST))
    if (name.startsWith("bundle-")) rmSync(join(DIST, name), { recursive: true, force: true });
  const unfinished = `${folder}-${process.pid}`;
  await build({
    configFile: false,
    root: resolve(DIST, ".."),
    logLevel: "warn",
    publicDir: false,
    plugins: [keepPlaces],
    ssr: { noExternal: true },
    // As Node chooses between the two forms of a package.
    environments: { ssr: { resolve: { mainFields: ["main"] } } },
    build: {
      ssr: true,
      outDir: unfinished,
      target: "node20",
      minify: false,
      rolldownOptions: {
        input: { main: compiled },
        external: NOT_BUNDLED,
        output: {
          banner:
            'import { createRequire as makeRequire_ } from "node:module"; const require = makeRequire_(import.meta.url);',
        },
      },
    },
  });
  renameSync(unfinished, folder);
  return program;
}

/** Each module still knows the place of its own file; the workers, which the server loads by their path, are bundled. */
const keepPlaces: Plugin = {
  name: "keep-places",
  transform(code, id) {
    if (!id.startsWith(DIST) || !code.includes("import.meta.url")) return null;
    const withWorkers = code.replace(
      /\w+\(new URL\(`\.\.\/workers\/main\$\{extension\}`, import\.meta\.url\)\.href\)/,
      '"../workers/main.js"',
    );
    if (id === join(DIST, "server/start.js") && withWorkers === code)
      throw new Error("server/start.ts loads the workers in another way than tests/support/server-bundle.ts knows.");
    return { code: withWorkers.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)), map: null };
  },
};

/** Changes with every compiled file. */
function stateOfBuild(): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) add(child);
      else if (entry.name.endsWith(".js")) {
        const { mtimeMs, size } = statSync(child);
        hash.update(`${child} ${mtimeMs} ${size}\n`);
      }
    }
  };
  for (const part of PARTS) if (existsSync(join(DIST, part))) add(join(DIST, part));
  hash.update(readFileSync(resolve(DIST, "../package-lock.json")));
  hash.update(readFileSync(import.meta.filename));
  return hash.digest("hex").slice(0, 16);
}
