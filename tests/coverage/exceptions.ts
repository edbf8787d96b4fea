import type { Side } from "./tagged-tests.ts";

/** A side of a row that no test can show, with the reason in a sentence. */
export interface Exception {
  readonly id: string;
  readonly side: Side;
  readonly why: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    id: "AUTH-17",
    side: "browser",
    why: "The test counts the hashes and statements of each answer; no test judges a time, and a browser sees nothing else.",
  },
  {
    id: "MIG-23",
    side: "browser",
    why: "Whether a request fails during a publish does not depend on the program that sends it; the test sends them over HTTP.",
  },
  {
    id: "MOD-15",
    side: "browser",
    why: "The grid sends the same PATCH, and the version that it raises is seen through the API only.",
  },
  { id: "QRY-18", side: "browser", why: "How many statements a page takes is counted on the server." },
  {
    id: "SEC-03",
    side: "browser",
    why: "What reaches SQL is a request, and a browser sends fewer kinds than a script.",
  },
  { id: "SEC-05", side: "browser", why: "A browser cannot send another Host than that of the address it opened." },
  { id: "SEC-06", side: "browser", why: "Keys, logs and files are on the server." },
  { id: "SEC-11", side: "browser", why: "Schema and role are the database's; no page or API names them." },
];
