import {
  type Icon,
  IconApi,
  IconBinaryTree,
  IconDatabase,
  IconFileCode,
  IconForms,
  IconHistory,
  IconLock,
  IconMail,
  IconRoute,
  IconSettings,
  IconSitemap,
  IconUsers,
} from "@tabler/icons-react";

/** The parts of an app, as the rail, the palette and the keys list them. */
export interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: Icon;
  /** After `G`. */
  readonly key: string;
}

export const places: readonly Place[] = [
  { path: "models", label: "Models", icon: IconSitemap, key: "M" },
  { path: "data", label: "Data", icon: IconDatabase, key: "D" },
  { path: "routes", label: "Routes", icon: IconRoute, key: "R" },
  { path: "pages", label: "Pages", icon: IconFileCode, key: "P" },
  { path: "forms", label: "Forms", icon: IconForms, key: "F" },
  { path: "flows", label: "Flows", icon: IconBinaryTree, key: "L" },
  { path: "users", label: "Users", icon: IconUsers, key: "U" },
  { path: "mail", label: "Mail", icon: IconMail, key: "E" },
  { path: "access", label: "Access", icon: IconLock, key: "W" },
  { path: "api", label: "API", icon: IconApi, key: "A" },
  { path: "releases", label: "Releases", icon: IconHistory, key: "H" },
  { path: "settings", label: "Settings", icon: IconSettings, key: "S" },
];
