import { Tooltip } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { NavLink } from "react-router";
import classes from "./PlaceLinks.module.css";

interface LinkedPlace {
  readonly path: string;
  readonly label: string;
  readonly icon: Icon;
}

/** What a rail lists: the screens below an address. Folded, the icons alone, each with its name in a tooltip. */
export function PlaceLinks(props: {
  readonly below: string;
  readonly places: readonly LinkedPlace[];
  readonly isFolded?: boolean;
}) {
  const { below, places, isFolded = false } = props;
  return (
    <ul className={classes.list} data-folded={isFolded || undefined}>
      {places.map(({ path, label, icon: PlaceIcon }) => (
        <li key={path}>
          <Tooltip label={label} position="right" disabled={!isFolded}>
            <NavLink to={`${below}/${path}`} className={classes.place ?? ""}>
              <PlaceIcon size={16} stroke={1.5} aria-hidden="true" />
              <span className={classes.label}>{label}</span>
            </NavLink>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
