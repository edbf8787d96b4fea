import { type AppSummary, listApps } from "#contract/http/apps";
import { didYouMean } from "#engine/nearest-name";
import { CliError } from "./cli-error.ts";
import type { PlatformClient } from "./platform-client.ts";

/** An app by its slug. */
export async function findApp(server: PlatformClient, slug: string): Promise<AppSummary> {
  const { results } = await server.call(listApps, {});
  const app = results.find((one) => one.slug === slug);
  if (app) return app;
  const slugs = results.map((one) => one.slug);
  throw new CliError(
    "app_not_found",
    [`There is no app "${slug}".`, didYouMean(slug, slugs)].filter(Boolean).join(" "),
    {
      details: { apps: slugs },
    },
  );
}
