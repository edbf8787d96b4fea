import { ActionIcon, Menu } from "@mantine/core";
import { IconExternalLink, IconMenu2 } from "@tabler/icons-react";
import { NavLink } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { places } from "../../navigation/nav.ts";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import classes from "./PhoneMenu.module.css";

/** The rail on a phone. */
export function PhoneMenu({ app }: { readonly app: AppSummary }) {
  const openAddress = useOpenAddress(app);
  return (
    <div className={classes.phone}>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <ActionIcon size="md" aria-label="Parts of the app">
            <IconMenu2 size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {places.map(({ path, label, icon: PlaceIcon }) => (
            <Menu.Item
              key={path}
              component={NavLink}
              to={`/apps/${app.id}/${path}`}
              leftSection={<PlaceIcon size={16} stroke={1.5} />}
            >
              {label}
            </Menu.Item>
          ))}
          {app.live ? (
            <>
              <Menu.Divider />
              <Menu.Item
                component="a"
                href={openAddress().href}
                target="_blank"
                rel="noopener"
                leftSection={<IconExternalLink size={16} stroke={1.5} />}
              >
                Open the live app
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
