import { describe, expect, it } from "vitest";
import { isStudioOrigin } from "../http/same-origin.ts";
import { appUrl, hostResolver } from "./hosts.ts";

const development = { baseUrl: "http://localhost:4000", baseUrlGiven: false };
const production = { baseUrl: "https://studio.example.com", baseUrlGiven: true };

describe("hostResolver", () => {
  const dev = hostResolver(development);
  const live = hostResolver(production);

  it.each([
    undefined,
    "",
    "evil.com",
    "shop.localhost.evil.com",
    "a.b.localhost",
    "-x.localhost:4000",
    "localhost@evil",
    "localhost:4000/evil",
    "x".repeat(300),
    "[::1",
    "lo calhost",
    "localhost:65536",
    "localhost:99999",
    "shop.localhost:99999",
    "[::::::]:4000",
    "1.2.3.256",
  ])("gives %s nothing", (host) => expect(dev(host)).toEqual({ kind: "unknown" }));
  it.each([
    "localhost:4000",
    "LOCALHOST:4000",
    "localhost.",
    "localhost:9999",
    "127.0.0.1:4000",
    "[::1]:4000",
    "192.168.1.7:4000",
  ])("takes %s for the studio in development", (host) => expect(dev(host)).toEqual({ kind: "studio" }));
  it("finds the app by the first label", () => {
    expect(dev("shop.localhost:4000")).toEqual({ kind: "app", slug: "shop" });
    expect(live("shop.studio.example.com")).toEqual({ kind: "app", slug: "shop" });
  });
  it("takes only its own host and port with BASE_URL", () => {
    expect(live("studio.example.com")).toEqual({ kind: "studio" });
    expect(live("studio.example.com:443")).toEqual({ kind: "studio" });
    for (const host of ["127.0.0.1", "localhost", "studio.example.com:8080", "example.com", "xstudio.example.com"]) {
      expect(live(host), host).toEqual({ kind: "unknown" });
    }
  });
});

describe("isStudioOrigin", () => {
  it.each([
    "http://shop.localhost:4000",
    "http://evil.com",
    "null",
    "https://localhost:4000",
    "http://localhost:4001",
    undefined,
  ])("refuses %s", (origin) => expect(isStudioOrigin(origin, "localhost:4000", development)).toBe(false));
  it("takes its own, and in development the host that was asked", () => {
    expect(isStudioOrigin("http://localhost:4000", "localhost:4000", development)).toBe(true);
    expect(isStudioOrigin("http://localhost:5173", "localhost:5173", development)).toBe(true);
    expect(isStudioOrigin("https://studio.example.com", "whatever", production)).toBe(true);
    expect(isStudioOrigin("http://studio.example.com", "studio.example.com", production)).toBe(false);
  });
});

describe("appUrl", () => {
  it("is a host under the studio's, or a port of its own", () => {
    expect(appUrl({ ...development, appPorts: new Map() }, "shop")).toBe("http://shop.localhost:4000/");
    expect(appUrl({ ...production, appPorts: new Map() }, "shop")).toBe("https://shop.studio.example.com/");
    expect(appUrl({ ...development, appPorts: new Map([["shop", 4101]]) }, "shop")).toBe("http://localhost:4101/");
  });
});
