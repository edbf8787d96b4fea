import { expect, it } from "vitest";
import { accountForPostgres } from "./account.ts";

const passwd =
  "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";

it("runs Postgres as ourselves when we are not root", () => {
  expect(accountForPostgres(1000)).toBeUndefined();
  expect(accountForPostgres(undefined)).toBeUndefined();
});
it("runs Postgres as postgres, else as nobody, when we are root", () => {
  expect(accountForPostgres(0, () => passwd)).toEqual({ name: "postgres", uid: 101, gid: 104 });
  expect(accountForPostgres(0, () => passwd.replace(/postgres.*\n/, ""))).toEqual({
    name: "nobody",
    uid: 65534,
    gid: 65534,
  });
});
it("says what to do when root has nobody to run it as", () => {
  expect(() => accountForPostgres(0, () => "root:x:0:0::/root:/bin/sh\npostgres:x:0:0::/:/bin/sh\n")).toThrowError(
    /DATABASE_URL/,
  );
});
