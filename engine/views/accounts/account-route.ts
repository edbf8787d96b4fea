import type { RouteId } from "../../definition/ids.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { type AccountPageName, accountPages } from "./account-sources.ts";

/** What builders call the pages of accounts. */
export const accountPageLabels: Readonly<Record<AccountPageName, string>> = {
  "sign-in": "Sign in",
  "sign-out": "Sign out",
  "sign-up": "Sign up",
  verify: "Confirm the address",
  invitation: "Set a password by a link",
  reset: "Forgotten password",
  password: "Change the password",
  profile: "One's own account",
  address: "Change the address",
  sessions: "Where one is signed in",
  delete: "Delete the account",
  confirm: "Confirm that it is you",
};

/** No route of the builder: it gives the template the variables that every page has. */
export const ACCOUNT_ROUTE: RouteRecord = {
  kind: "route",
  id: "rte_account" as RouteId,
  name: "",
  label: "",
  path: "/",
  view: { name: "account" },
  order: "a",
};

const PREFIX = "rte_account:";

/** A page of accounts in the place of a route, for the preview and the page editor, which know what they show by one. */
export const accountRoute = (name: AccountPageName): RouteRecord => ({
  ...ACCOUNT_ROUTE,
  id: `${PREFIX}${name}` as RouteId,
  label: accountPageLabels[name],
  path: `/accounts/${name}/`,
});

/** The page of accounts that such a route stands for; undefined for any other. */
export const accountOfRoute = (id: RouteId): AccountPageName | undefined =>
  accountPages.find((name) => id === `${PREFIX}${name}`);
