import { expect, it } from "vitest";
import { describeError } from "./create-log.ts";

it("logs what an error says and not what hangs on it", () => {
  const cause = Object.assign(new Error("connection lost"), { code: "57P01", client: { password: "hunter2" } });
  const error = Object.assign(new Error("could not save", { cause }), { parameters: ["hunter2"] });
  const logged = JSON.stringify(describeError(error));
  expect(logged).toContain("57P01");
  expect(logged).toContain("could not save");
  expect(logged).not.toContain("hunter2");
});
