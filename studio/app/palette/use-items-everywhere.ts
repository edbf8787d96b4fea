import { useMantineColorScheme } from "@mantine/core";
import { IconHistory, IconKey, IconLayoutGrid, IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { AppId } from "#contract/platform-ids";
import { appsQuery } from "../../api/queries.ts";
import { useMay } from "../../session/use-may.ts";
import { useSignOut } from "../../session/use-sign-out.ts";
import { type ActionTools, appActionItems, workspaceActionItems } from "./actions.ts";
import type { PaletteItem } from "./palette-search.ts";

/** What actions are done with on this screen. */
export function useActionTools(): ActionTools {
  const { setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  return useMemo(
    () => ({ go: (to) => void navigate(to), setColorScheme, signOut }),
    [navigate, setColorScheme, signOut],
  );
}

/** What the palette knows on every screen: the apps and what can be done with them, the workspace, the account. */
export function useItemsEverywhere(openApp?: AppId): readonly PaletteItem[] {
  const apps = useQuery(appsQuery).data;
  const tools = useActionTools();
  const may = useMay();
  return useMemo(() => {
    const others = (apps ?? []).filter((app) => app.id !== openApp);
    const go = (to: string) => () => tools.go(to);
    return [
      { id: "home", group: "Go to", label: "All apps", words: "home", icon: IconLayoutGrid, run: go("/") },
      { id: "mail", group: "Go to", label: "Mail", words: "inbox log", icon: IconMail, run: go("/workspace/mail") },
      { id: "tokens", group: "Go to", label: "API tokens", words: "key", icon: IconKey, run: go("/workspace/tokens") },
      { id: "audit", group: "Go to", label: "Audit log", words: "who", icon: IconHistory, run: go("/workspace/audit") },
      ...workspaceActionItems(may, tools),
      ...others.map(
        ({ id, label, slug }): PaletteItem => ({
          id,
          group: "Apps",
          label,
          of: slug,
          icon: IconLayoutGrid,
          run: go(`/apps/${id}/models`),
        }),
      ),
      // In an app, "Publish" is about that app alone.
      ...(openApp === undefined ? others.flatMap((app) => appActionItems({ app, isOpen: false, may, tools })) : []),
    ];
  }, [apps, openApp, tools, may]);
}
