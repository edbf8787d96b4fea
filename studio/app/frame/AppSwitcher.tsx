import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconLayoutGrid, IconSelector } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { appsQuery } from "../../api/queries.ts";
import { Logo } from "../../components/Logo.tsx";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import classes from "./AppSwitcher.module.css";

export function AppSwitcher({ app }: { readonly app: AppSummary }) {
  const label = useDraftPart((view) => view.definition.settings.label);
  const apps = useQuery(appsQuery);
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.switcher ?? ""} aria-label={`App: ${label}. Switch to another`}>
          <Logo size={20} />
          <span className={classes.label}>{label}</span>
          <IconSelector size={14} stroke={1.5} className={classes.caret} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Apps</Menu.Label>
        {(apps.data ?? [app]).slice(0, 12).map((other) => (
          <Menu.Item
            key={other.id}
            component={Link}
            to={`/apps/${other.id}/models`}
            rightSection={other.id === app.id ? <IconCheck size={14} stroke={1.75} aria-label="Open now" /> : null}
          >
            {other.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/" leftSection={<IconLayoutGrid size={16} stroke={1.5} />}>
          All apps
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
