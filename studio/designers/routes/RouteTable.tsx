import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { RouteGroupId, RouteId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import type { RouteGroupRecord } from "#engine/definition/records/route-group";
import { readablePath } from "#engine/routing/readable-path";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import { useApp } from "../../session/use-app.ts";
import { RouteGroupRow } from "./RouteGroupRow.tsx";
import { RouteRow } from "./RouteRow.tsx";
import { answerLabels, audienceLabel, isOpenable, methodsLabel, routeAudience, templateLabel } from "./route-labels.ts";
import classes from "./routes.module.css";

/** With fewer routes than this everything is seen at once. */
const SEARCHED_FROM = 8;

/** The URL map: what answers at which address, with which template, and who may open it; by groups. */
export function RouteTable(props: {
  readonly chosenId: RouteId | RouteGroupId | undefined;
  readonly onChoose: (id: RouteId) => void;
  readonly onChooseGroup: (id: RouteGroupId) => void;
}) {
  const { reader } = useDraft();
  const [typed, setTyped] = useState("");
  const isSearched = reader.routes.length >= SEARCHED_FROM;
  const words = isSearched ? typed.trim().toLowerCase() : "";
  const isShown = (route: RouteRecord) =>
    [answerLabels(reader, route), route.label, route.path, readablePath(route.path), templateLabel(reader, route)]
      .join(" ")
      .toLowerCase()
      .includes(words);
  const shown = reader.routes.filter(isShown);
  const sections: readonly (RouteGroupRecord | undefined)[] = [undefined, ...reader.ofKind("routeGroup")];
  return (
    <>
      {isSearched && (
        <TextInput
          className={classes.search}
          aria-label="Find a route"
          placeholder="Find a route by its page, address or template"
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <section className={classes.scroll} aria-label="Routes of the app" tabIndex={0}>
        <table className={classes.table}>
          <ColumnHeads />
          {sections.map((group) => (
            <tbody key={group?.id ?? "none"}>
              {group && (
                <RouteGroupRow
                  group={group}
                  isChosen={group.id === props.chosenId}
                  onChoose={() => props.onChooseGroup(group.id)}
                />
              )}
              <RouteRows
                routes={shown.filter((route) => sectionOf(route, sections) === group)}
                chosenId={props.chosenId}
                onChoose={props.onChoose}
              />
            </tbody>
          ))}
        </table>
        {shown.length === 0 && <p className={classes.none}>No route has “{typed.trim()}” in it.</p>}
      </section>
    </>
  );
}

function ColumnHeads() {
  return (
    <thead>
      <tr>
        <th scope="col">Page</th>
        <th scope="col">Address</th>
        <th scope="col">Who may open it</th>
        <th scope="col" data-detail>
          Template
        </th>
        <th scope="col" data-detail>
          Methods
        </th>
        <th scope="col" data-detail>
          <span className="visually-hidden">Open</span>
        </th>
      </tr>
    </thead>
  );
}

/** A route whose group does not exist stands with those that have none. */
const sectionOf = (route: RouteRecord, groups: readonly (RouteGroupRecord | undefined)[]) =>
  groups.find((group) => group !== undefined && group.id === route.groupId);

function RouteRows(props: {
  readonly routes: readonly RouteRecord[];
  readonly chosenId: RouteId | RouteGroupId | undefined;
  readonly onChoose: (id: RouteId) => void;
}) {
  const app = useApp();
  const { reader, live, diff } = useDraft();
  const openAddress = useOpenAddress(app);
  return props.routes.map((route) => (
    <RouteRow
      key={route.id}
      route={route}
      answer={answerLabels(reader, route)}
      audience={audienceLabel(reader, routeAudience(reader, route))}
      template={templateLabel(reader, route)}
      methods={methodsLabel(route)}
      isChosen={route.id === props.chosenId}
      pending={diff.stateOf(route.id)}
      url={live?.definition.records[route.id] && isOpenable(route) ? openAddress(route).href : undefined}
      onChoose={() => props.onChoose(route.id)}
    />
  ));
}
