import { useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconHistory,
  IconKey,
  IconLayoutGrid,
  IconLogout,
  IconMail,
  IconMoon,
  IconSun,
  IconUser,
  IconUserPlus,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { AppId } from "#contract/platform-ids";
import { appsQuery } from "../../api/queries.ts";
import { useMay } from "../../session/use-may.ts";
import { useSignOut } from "../../session/use-sign-out.ts";
import type { PaletteItem } from "./palette-search.ts";

/** What the palette knows on every screen: the apps, the places of the workspace, the account, how the studio looks. */
export function useItemsEverywhere(openApp?: AppId): readonly PaletteItem[] {
  const apps = useQuery(appsQuery);
  const { setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const may = useMay();
  return useMemo(() => {
    const go = (to: string) => () => void navigate(to);
    const items: PaletteItem[] = [
      { id: "home", group: "Go to", label: "All apps", words: "home", icon: IconLayoutGrid, run: go("/") },
      { id: "mail", group: "Go to", label: "Mail", words: "inbox log", icon: IconMail, run: go("/workspace/mail") },
      { id: "tokens", group: "Go to", label: "API tokens", words: "key", icon: IconKey, run: go("/workspace/tokens") },
      { id: "audit", group: "Go to", label: "Audit log", words: "who", icon: IconHistory, run: go("/workspace/audit") },
    ];
    const act = (id: string, label: string, rest: Pick<PaletteItem, "icon" | "run"> & Partial<PaletteItem>): void => {
      items.push({ id, group: "Do", label, ...rest });
    };
    act("light", "Light appearance", { icon: IconSun, words: "theme colour", run: () => setColorScheme("light") });
    act("dark", "Dark appearance", { icon: IconMoon, words: "theme colour", run: () => setColorScheme("dark") });
    act("system", "Appearance as the system", {
      icon: IconDeviceDesktop,
      words: "theme auto",
      run: () => setColorScheme("auto"),
    });
    act("account", "Your account", { icon: IconUser, words: "password sessions name", run: go("/account") });
    act("members", "Members and workspace", {
      icon: IconUsers,
      words: "people roles tokens mail inbox audit",
      run: go("/workspace/members"),
    });
    if (may("manageMembers"))
      act("invite", "Invite somebody", {
        icon: IconUserPlus,
        words: "member people share workspace",
        run: go("/workspace/members"),
      });
    act("sign-out", "Sign out", { icon: IconLogout, words: "log out leave", run: signOut });
    for (const app of apps.data ?? []) {
      if (app.id === openApp) continue;
      items.push({
        id: app.id,
        group: "Apps",
        label: app.label,
        of: app.slug,
        icon: IconLayoutGrid,
        run: go(`/apps/${app.id}/models`),
      });
    }
    return items;
  }, [apps.data, openApp, setColorScheme, navigate, signOut, may]);
}
