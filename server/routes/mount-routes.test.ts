import { expect, it } from "vitest";
import { endpoints } from "#contract/endpoints";
import type { ServerContext } from "../context.ts";
import { createApi } from "../http/mount-endpoint.ts";
import { mountRoutes } from "./mount-routes.ts";

it("answers every endpoint of the contract, and no other", () => {
  const api = createApi({} as ServerContext); // mounting reads nothing of it
  mountRoutes(api);
  const mounted = api.router.stack.flatMap((layer) => {
    const { route } = layer;
    return route ? route.stack.map((handler) => `${handler.method.toUpperCase()} ${route.path}`) : [];
  });
  expect(mounted.sort()).toEqual(endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`).sort());
});
