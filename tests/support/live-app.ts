import type { AppDefinition } from "#engine/definition/app-definition";
import { makeApp, publish, type TestApp } from "./apps.ts";
import { type Quintet, startQuintet } from "./quintet.ts";

/** How it is started, and what its owner has made. */
type LiveApp = Parameters<typeof startQuintet>[0] & {
  readonly label: string;
  readonly definition: AppDefinition;
};

/** A whole Quintet whose owner has signed up and has one app, which is live: where most tests of the whole begin. */
export async function startWithLiveApp({
  label,
  definition,
  ...options
}: LiveApp): Promise<{ readonly quintet: Quintet; readonly app: TestApp }> {
  const quintet = await startQuintet(options);
  try {
    await quintet.signUp();
    const app = await makeApp(quintet, label, definition);
    await publish(quintet, app);
    return { quintet, app };
  } catch (error) {
    await quintet.stop();
    throw error;
  }
}
