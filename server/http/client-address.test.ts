import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { networkOfAddress } from "#engine/auth/network-of-address";
import { clientAddressReader } from "./client-address.ts";

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  }) as unknown as IncomingMessage;

describe("the caller's address", () => {
  it("does not believe a forwarded header by default", () => {
    expect(clientAddressReader([])(request("203.0.113.9", "127.0.0.1"))).toBe("203.0.113.9");
  });
  it("does not believe a forwarded header of a stranger", () => {
    expect(clientAddressReader(["10.0.0.0/8"])(request("203.0.113.9", "127.0.0.1"))).toBe("203.0.113.9");
  });
  it("takes what the nearest trusted proxy saw, not what the caller wrote before it", () => {
    const read = clientAddressReader(["10.0.0.0/8", "fd00::/8"]);
    expect(read(request("::ffff:10.0.0.2", "127.0.0.1, 198.51.100.7, 10.0.0.3"))).toBe("198.51.100.7");
    expect(read(request("fd00::1", "2001:db8::5"))).toBe("2001:db8::5");
    expect(read(request("10.0.0.2", "nonsense"))).toBe("10.0.0.2");
  });
});

describe("the network of an address", () => {
  it("counts an IPv6 /64 as one address", () => {
    expect(networkOfAddress("2001:db8:0:1::1")).toBe(networkOfAddress("2001:0db8:0:1:ffff::9"));
    expect(networkOfAddress("2001:db8:0:1::1")).not.toBe(networkOfAddress("2001:db8:0:2::1"));
    expect(networkOfAddress("192.0.2.1")).toBe("192.0.2.1");
  });
});
