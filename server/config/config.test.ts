import { describe, expect, it } from "vitest";
import { ConfigError, isLoopback, readConfig } from "./config.ts";

const mistakesOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
};

describe("readConfig", () => {
  it("tells every mistake at once", () => {
    const mistakes = mistakesOf({
      PORT: "99999",
      DATABASE_URL: "mysql://me:hunter2@host/db",
      REDIS_URL: "localhost:6379",
      TRUSTED_PROXIES: "10.0.0.0/33",
      APP_PORTS: "shop:4101,Shop!:1,blog:4101",
      SECRET_KEY: "short",
      BASE_URL: "https://studio.example.com/path",
      INSECURE_HTTP: "yes",
      LOG_LEVEL: "loud",
      HOST: "0.0.0.0",
    });
    for (const name of [
      "PORT",
      "DATABASE_URL",
      "REDIS_URL",
      "TRUSTED_PROXIES",
      "APP_PORTS",
      "SECRET_KEY",
      "BASE_URL",
      "INSECURE_HTTP",
      "LOG_LEVEL",
    ]) {
      expect(
        mistakes.some((mistake) => mistake.startsWith(`${name}: `)),
        name,
      ).toBe(true);
    }
    expect(mistakes.filter((mistake) => mistake.startsWith("APP_PORTS")).length).toBe(3);
  });

  it("never repeats a secret", () => {
    const told = mistakesOf({ DATABASE_URL: "mysql://me:hunter2@host/db", SECRET_KEY: "hunter2" }).join();
    expect(told).not.toContain("hunter2");
  });

  it("refuses production without BASE_URL and SECRET_KEY, and with APP_PORTS", () => {
    expect(
      mistakesOf({ NODE_ENV: "production", APP_PORTS: "shop:4101" }).map((mistake) => mistake.split(":")[0]),
    ).toEqual(["BASE_URL", "SECRET_KEY", "APP_PORTS"]);
  });

  it("refuses plain http in production, unless told", () => {
    const environment = { NODE_ENV: "production", SECRET_KEY: "x".repeat(32), BASE_URL: "http://studio.example.com" };
    expect(mistakesOf(environment)).toEqual([expect.stringContaining("BASE_URL: must be https")]);
    expect(mistakesOf({ ...environment, INSECURE_HTTP: "1" })).toEqual([]);
    expect(mistakesOf({ ...environment, BASE_URL: "http://quintet.localhost:8080" })).toEqual([]);
  });

  it("listens on loopback and has no proxies unless told", () => {
    expect(readConfig({})).toMatchObject({
      hosts: ["127.0.0.1", "::1"],
      port: 4000,
      trustedProxies: [],
      baseUrl: "http://localhost:4000",
      dataFolder: ".quintet",
    });
  });

  it("takes an empty variable for an absent one", () => {
    expect(readConfig({ DATABASE_URL: "", PORT: " " })).toMatchObject({ databaseUrl: undefined, port: 4000 });
  });

  it("reads what is right", () => {
    const config = readConfig({
      HOST: "10.0.0.5",
      PORT: "8080",
      BASE_URL: "https://Studio.Example.com/",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1",
      INSECURE_HTTP: "1",
    });
    expect(config).toMatchObject({
      hosts: ["10.0.0.5"],
      port: 8080,
      baseUrl: "https://studio.example.com",
      trustedProxies: ["10.0.0.0/8", "::1"],
      insecureHttp: true,
    });
    expect([...readConfig({ APP_PORTS: "shop:4101,blog:4102" }).appPorts]).toEqual([
      ["shop", 4101],
      ["blog", 4102],
    ]);
  });
});

describe("isLoopback", () => {
  it.each(["localhost", "shop.localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1"])(
    "%s is",
    (host) => expect(isLoopback(host)).toBe(true),
  );
  it.each(["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "0.0.0.0", "::", "128.0.0.1"])(
    "%s is not",
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

it("kills the process at a named point, for tests, and never in production", () => {
  expect(readConfig({ FAILPOINT: "publish.built:3" }).failpoint).toEqual({ point: "publish.built", nth: 3 });
  expect(readConfig({ FAILPOINT: "outbox.after-hand-over" }).failpoint?.nth).toBe(1);
  expect(() => readConfig({ FAILPOINT: "publish.never" })).toThrow(/FAILPOINT: must be one of .*publish\.begun/);
  expect(() => readConfig({ FAILPOINT: "constructor" })).toThrow(/FAILPOINT/);
  expect(() => readConfig({ NODE_ENV: "production", FAILPOINT: "publish.built" })).toThrow(/FAILPOINT: kills/);
});
