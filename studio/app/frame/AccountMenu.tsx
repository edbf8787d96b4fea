import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconKeyboard, IconLogout, IconUser, IconUsers } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { switchWorkspace } from "#contract/http/people";
import type { WorkspaceId } from "#contract/platform-ids";
import { call } from "../../api/client.ts";
import { tellOtherTabs } from "../../api/session-channel.ts";
import { formatRole } from "../../format/role-labels.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useSession } from "../../session/use-session.ts";
import { useSignOut } from "../../session/use-sign-out.ts";
import classes from "./AccountMenu.module.css";

const schemes = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "System" },
];

/**
 * Who is signed in, in which workspace, how the studio looks for them, and the way out. `hasKeys`: where there are
 * shortcuts to show.
 */
export function AccountMenu({ hasKeys = false }: { readonly hasKeys?: boolean }) {
  const { account, workspace } = useSession();
  const openShortcuts = useUiStore((ui) => ui.setShortcutsOpen);
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={264} trapFocus returnFocus withRoles>
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
            {workspace.name} · {formatRole(workspace)}
          </span>
        </div>
        <Workspaces />
        <Appearance />
        <div className={classes.actions}>
          <Link to="/account" className={classes.action} onClick={close}>
            <IconUser size={16} stroke={1.5} aria-hidden="true" /> Your account
          </Link>
          <Link to="/workspace/members" className={classes.action} onClick={close}>
            <IconUsers size={16} stroke={1.5} aria-hidden="true" /> Members and workspace
          </Link>
          {hasKeys ? (
            <UnstyledButton
              className={classes.action ?? ""}
              onClick={() => {
                close();
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

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label="Appearance"
      value={colorScheme}
      data={schemes}
      onChange={(scheme) => setColorScheme(scheme as "light" | "dark" | "auto")}
    />
  );
}

/** For who is in several: the session goes over, in all windows of this browser. */
function Workspaces() {
  const { workspace, workspaces } = useSession();
  const change = useMutation({
    mutationFn: (workspaceId: WorkspaceId) => call(switchWorkspace, { body: { workspaceId } }),
    onSuccess: () => {
      tellOtherTabs();
      location.assign("/");
    },
    onError: (error) =>
      notifications.show({ color: "red", title: "The workspace was not changed", message: error.message }),
  });
  if (workspaces.length < 2) return null;
  return (
    <ul className={classes.workspaces} aria-label="Workspaces">
      {workspaces.map(({ id, name }) => (
        <li key={id}>
          <UnstyledButton
            className={classes.action ?? ""}
            aria-current={id === workspace.id || undefined}
            disabled={id === workspace.id || change.isPending}
            onClick={() => change.mutate(id)}
          >
            <span className={classes.tick} aria-hidden="true">
              {id === workspace.id ? <IconCheck size={16} stroke={1.75} /> : null}
            </span>
            {name}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

/** "Ada Lovelace" → AL; letters of any script, whole characters. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}
