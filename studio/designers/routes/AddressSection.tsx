import { Checkbox } from "@mantine/core";
import { useId, useMemo, useState } from "react";
import type { RouteGroupId, RouteId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { readDefinition } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { setProperties } from "#engine/edits/commands/fields";
import { moveRoute } from "#engine/edits/commands/move-route";
import { moveToGroup } from "#engine/edits/commands/route-groups";
import { renameRoute } from "#engine/edits/commands/routes";
import { randomBytes } from "../../api/random.ts";
import { FieldRow } from "../../components/FieldRow.tsx";
import { InspectorSection } from "../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { type Draft, useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";

interface Props {
  /** As it answers: with what its group adds. */
  readonly route: RouteRecord;
  /** Without what its group adds. */
  readonly own: RouteRecord;
}

/** The path of a route, its group, and what it is called. */
export function AddressSection({ route, own }: Props) {
  const { reader, attempt, live } = useDraft();
  const id = useId();
  const [keepsOld, setKeepsOld] = useState(true);
  const known = usePublishedPath(live, route.id);
  const group = reader.ofKind("routeGroup").find(({ id: of }) => of === own.groupId);
  const move = (path: string) => {
    const redirect = keepsOld && known !== undefined ? { redirectFrom: known } : {};
    return attempt(moveRoute(reader, { routeId: route.id, path, ...redirect }, randomBytes));
  };
  const set = (properties: Readonly<Record<string, JsonValue>>, label: string) =>
    attempt(setProperties(reader, { id: route.id, properties, label }));
  return (
    <InspectorSection title="Address">
      <CommittedText
        id={`${id}-path`}
        label="Path"
        help={`${group ? `Follows ${group.prefix}. ` : ""}Parts in angle brackets are parameters: <int:id>, <uuid:id>, <slug:name>.`}
        isCode
        value={own.path}
        problems={useProblemsOf(route.id, "path")}
        onSave={(path) =>
          // Nothing would be moved to the front page.
          path === "" ? "A path is needed." : move(path.startsWith("/") ? path : `/${path}`)
        }
      />
      {known !== undefined && (
        <Checkbox
          label="When the path changes, lead visitors from the published one to the new one"
          checked={keepsOld}
          onChange={(event) => setKeepsOld(event.currentTarget.checked)}
        />
      )}
      {reader.ofKind("routeGroup").length > 0 && <GroupField id={`${id}-group`} route={route} own={own} />}
      <CommittedText
        id={`${id}-label`}
        label="Label"
        value={route.label}
        problems={useProblemsOf(route.id, "label")}
        onSave={(label) => set({ label }, `Rename route ${route.label}`)}
      />
      <CommittedText
        id={`${id}-name`}
        label="Name"
        help="How templates link to it, {% url '…' %}. They follow when it is renamed."
        isCode
        value={route.name}
        problems={useProblemsOf(route.id, "name")}
        onSave={(name) => attempt(renameRoute(reader, { routeId: route.id, name }))}
      />
    </InspectorSection>
  );
}

/** The path of the published route; undefined when there is none, or when nobody may open it. */
const usePublishedPath = (live: Draft["live"], routeId: RouteId): string | undefined =>
  useMemo(() => {
    const published = live && readDefinition(live.definition).routes.find(({ id }) => id === routeId);
    return published?.access === undefined ? undefined : published.path;
  }, [live, routeId]);

function GroupField({ id, route, own }: Props & { readonly id: string }) {
  const { reader, attempt } = useDraft();
  const problems = useProblemsOf(route.id, "groupId");
  return (
    <FieldRow label="Group" htmlFor={id} problems={problems}>
      <PlainSelect
        id={id}
        value={own.groupId ?? ""}
        onChange={({ currentTarget: { value } }) => {
          const groupId = value === "" ? undefined : (value as RouteGroupId);
          attempt(moveToGroup(reader, { routeId: route.id, groupId }));
        }}
      >
        <option value="">None</option>
        {reader.ofKind("routeGroup").map((one) => (
          <option key={one.id} value={one.id}>
            {one.label} – {one.prefix}
          </option>
        ))}
      </PlainSelect>
    </FieldRow>
  );
}
