import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { readablePath } from "../routing/readable-path.ts";
import { defineViewType } from "./view-type.ts";

/** An address that visitors may be sent to: of another site, with its scheme, or a path of the app. */
const addressSchema = z
  .string()
  .max(2_000, "An address has at most 2,000 characters.")
  .regex(
    // No second slash or backslash: browsers read //other.example as another host.
    /^(?:https?:\/\/[^\s/?#\\@]+(?:[/?#][^\s\\]*)?|\/(?:[^\s/\\][^\s\\]*)?)$/,
    "Write a whole address, https://…, or a path of the app that begins with one slash.",
  );

/** Leads to another address: Django's RedirectView. */
export const redirect = defineViewType({
  name: "redirect",
  label: "Redirect",
  description: "Leads visitors to another page or address.",
  options: z.strictObject({
    name: z.literal("redirect"),
    /** A route gets the parameters of this path by their names. */
    to: z
      .strictObject({ routeId: idOf("rte").optional(), address: addressSchema.optional() })
      .refine(({ routeId, address }) => (routeId === undefined) !== (address === undefined), {
        error: "A redirect leads to a route or to an address.",
      }),
    /** Browsers and search engines remember it (308 instead of 307). */
    isPermanent: z.boolean(),
    /** Older codes (301 and 302), by which a form that was sent is asked for by GET. */
    changesMethod: z.literal(true).optional(),
  }),
  methods: ["GET", "POST"],
  hasModel: false,
  isInMenu: false,
  leadsTo: ({ to: { routeId, address = "/" }, isPermanent, changesMethod = false }) => {
    const how = { isPermanent, changesMethod };
    return routeId === undefined ? { address, ...how } : { routeId, ...how };
  },
  labels: ({ to }, reader) => {
    const route = reader.routes.find(({ id }) => id === to.routeId);
    const target = to.address ?? (route ? readablePath(route.path) : "a route that does not exist");
    return { title: `Redirect to ${target}`, phrase: `a redirect to ${target}`, routeLabel: "Redirect" };
  },
});
