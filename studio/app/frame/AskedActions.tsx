import { notifications } from "@mantine/notifications";
import { useSearchParams } from "react-router";
import { listReleases } from "#contract/http/releases";
import type { AppDefinition } from "#engine/definition/app-definition";
import { call } from "../../api/client.ts";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import { useAsked } from "../../navigation/use-asked.ts";
import { versionBefore } from "../../releases/version-before.ts";
import { useApp } from "../../session/use-app.ts";

/** What an address asks of the app as a whole, on any of its screens: `?do=export-draft`. The palette writes such addresses. */
export function AskedActions() {
  const app = useApp();
  const definition = useDraftPart((view) => view.definition);
  const live = useDraftPart((view) => view.live?.definition);
  const openRollback = useRollback();
  useAsked("do", (what) => {
    if (what === "export-draft") void download(definition, `${app.slug}-draft.zip`);
    else if (what === "export-live" && live) void download(live, `${app.slug}-live.zip`);
    else if (what === "roll-back") void openRollback();
  });
  return null;
}

const download = async (definition: AppDefinition, fileName: string): Promise<void> =>
  (await import("../../format/download-definition.ts")).downloadDefinition(definition, fileName);

/** Opens the confirmation of going back to what was live before. */
function useRollback(): () => Promise<void> {
  const app = useApp();
  const [, setParameters] = useSearchParams();
  return async () => {
    const tell = (message: string): void => void notifications.show({ title: "Nothing was rolled back", message });
    try {
      const { results } = await call(listReleases, { params: { appId: app.id }, query: { limit: 50 } });
      const live = results.find(({ state }) => state === "live");
      const version = live && versionBefore(live, results);
      if (version === undefined) return tell("This app has been published once: there is no version before.");
      setParameters((current) => {
        current.set("publish", "");
        current.set("rollback", version);
        return current;
      });
    } catch (error) {
      tell((error as Error).message);
    }
  };
}
