import type { MemberRole } from "#contract/permissions";

/** What a role is called, as one choice: a viewer with "data" is one of its own to people. */
export const places = [
  { value: "owner", label: "Owner", words: "Everything, people included." },
  { value: "editor", label: "Editor", words: "Draws, publishes, changes data and keys." },
  { value: "viewer+data", label: "Viewer with data", words: "Sees what is drawn, and live rows. Changes nothing." },
  { value: "viewer", label: "Viewer", words: "Sees what is drawn. Changes nothing." },
] as const;
export type PlaceValue = (typeof places)[number]["value"];

export interface RoleAndData {
  readonly role: MemberRole;
  readonly data: boolean;
}

export const placeOf = ({ role, data }: RoleAndData): PlaceValue => (role === "viewer" && data ? "viewer+data" : role);

export const roleOf = (value: string): RoleAndData =>
  value === "viewer+data" ? { role: "viewer", data: true } : { role: value as MemberRole, data: false };

export const formatRole = (of: RoleAndData): string =>
  places.find(({ value }) => value === placeOf(of))?.label.toLowerCase() ?? of.role;
