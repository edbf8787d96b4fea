import { expect, it } from "vitest";
import { commands } from "./commands.ts";

it.each(Object.entries(commands))("has %s under its own name", async (name, load) => {
  expect((await load()).name).toBe(name);
});
