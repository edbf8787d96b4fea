import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./AccountMenu.module.css";
import { useUiStore } from "./ui-store.ts";
import { useSession } from "./use-session.ts";
import { useSignOut } from "./use-sign-out.ts";

const schemes = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "System" },
];

/** Who is signed in, how the studio looks for them, and the way out. `hasKeys`: where there are shortcuts to show. */
export function AccountMenu({ hasKeys = false }: { readonly hasKeys?: boolean }) {
  const { account, workspace } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const openShortcuts = useUiStore((ui) => ui.setShortcutsOpen);
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={248} trapFocus returnFocus withRoles>
      <Popover.Target>
        <UnstyledButton
          className={classes.avatar ?? ""}
          aria-label={`${account.name}: account and appearance`}
          onClick={() => setOpen(!isOpen)}
        >
          {initials(account.name)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="Account and appearance">
        <div className={classes.who}>
          <strong>{account.name}</strong>
          <span>{account.email}</span>
          <span>
            {workspace.name} · {workspace.role}
          </span>
        </div>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Appearance"
          value={colorScheme}
          data={schemes}
          onChange={(scheme) => setColorScheme(scheme as "light" | "dark" | "auto")}
        />
        <div className={classes.actions}>
          {hasKeys ? (
            <UnstyledButton
              className={classes.action ?? ""}
              onClick={() => {
                setOpen(false);
                openShortcuts(true);
              }}
            >
              <IconKeyboard size={16} stroke={1.5} aria-hidden="true" /> Keyboard shortcuts
            </UnstyledButton>
          ) : null}
          <UnstyledButton className={classes.action ?? ""} onClick={signOut}>
            <IconLogout size={16} stroke={1.5} aria-hidden="true" /> Sign out
          </UnstyledButton>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** "Ada Lovelace" → AL; letters of any script, whole characters. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}
