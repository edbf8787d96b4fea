import * as z from "zod";
import { endpoint } from "../endpoint.ts";
import { instantSchema } from "../platform-ids.ts";

/** Another address of one's own account: asked for in a fresh session, changed by the link that goes to the new one. */
export const addressChangeSchema = z.object({
  /** The new one; the account keeps the old one until the link is opened. */
  email: z.string(),
  sentAt: instantSchema,
  /** When the link stops working. */
  expiresAt: instantSchema,
});
export type AddressChange = z.infer<typeof addressChangeSchema>;

export const getAddressChange = endpoint({
  name: "getAddressChange",
  method: "GET",
  path: "/account/address",
  summary: "The new address that waits for its link to be opened, if there is one",
  tag: "Account",
  action: "ownAccount",
  response: z.object({ waiting: addressChangeSchema.nullable() }),
});

export const askForAddress = endpoint({
  name: "askForAddress",
  method: "POST",
  path: "/account/address",
  summary: "Ask for another address; a link goes there, and the answer is the same whether that address has an account",
  tag: "Account",
  action: "changeAddress",
  body: z.strictObject({ email: z.string().trim().max(254) }),
  response: addressChangeSchema,
  status: 202,
});

export const sendAddressLinkAgain = endpoint({
  name: "sendAddressLinkAgain",
  method: "POST",
  path: "/account/address/send",
  summary: "Send a new link to the new address, for another 24 hours; the one before stops working",
  tag: "Account",
  action: "changeAddress",
  response: addressChangeSchema,
});

export const cancelAddressChange = endpoint({
  name: "cancelAddressChange",
  method: "DELETE",
  path: "/account/address",
  summary: "Keep the address that one has; the link stops working",
  tag: "Account",
  action: "ownAccount",
});

/** The link's secret travels in a body and never in the address of a request, which is written to logs. */
const linkTokenSchema = z.string().max(100);

export const openAddressChange = endpoint({
  name: "openAddressChange",
  method: "POST",
  path: "/address-changes/open",
  summary: "Which address a link confirms, and what is needed for it",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ token: linkTokenSchema }),
  response: z.object({
    email: z.string(),
    /** `signed_in`: as who it is for. `password`: that of the account is needed. */
    how: z.enum(["signed_in", "password"]),
  }),
});

export const changeAddress = endpoint({
  name: "changeAddress",
  method: "POST",
  path: "/address-changes/use",
  summary: "Give an account its new address with a link; sessions and API tokens go on",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ token: linkTokenSchema, password: z.string().max(256).optional() }),
  response: z.object({ email: z.string() }),
});
