import { useEffect, useRef, useState } from "react";
import type { StepId } from "#engine/definition/ids";
import { hasNoModifier, isTyping } from "../../../components/platform-keys.ts";
import { useScreenKeys } from "../../../components/use-screen-keys.ts";
import { useFlowDesk } from "../flow-desk.ts";
import classes from "../flows.module.css";
import { stepCommand } from "../step-keys.ts";
import { useStepsClipboard } from "../use-steps-clipboard.ts";
import { ViewSwitch } from "../ViewSwitch.tsx";
import { AddButtons } from "./AddButtons.tsx";
import { TreeItem } from "./TreeItem.tsx";
import { rowOfLane, type TreeRow, treeRows } from "./tree-rows.ts";

/** The flow as a tree of steps and lanes: a full equal of the canvas. */
export function FlowTree() {
  const desk = useFlowDesk();
  const { reader, outline, chosenId, choose } = desk;
  const view = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [laneRow, setLaneRow] = useState<string>();
  const rows = treeRows({ reader, outline, closed });
  const current = rows.find(({ id }) => id === (laneRow ?? chosenId)) ?? rows[0];
  const hadKey = useRef(false);

  const goTo = (row: TreeRow | undefined) => {
    if (!row) return;
    hadKey.current = true;
    setLaneRow(row.kind === "lane" ? row.id : undefined);
    if (row.kind !== "lane") choose(row.kind === "step" ? (row.id as StepId) : undefined);
  };
  const fold = (row: TreeRow, isClosed: boolean) =>
    setClosed((before) => {
      const after = new Set(before);
      if (isClosed) after.add(row.id);
      else after.delete(row.id);
      return after;
    });
  const arrow = (key: string): (() => void) | undefined => {
    if (!current) return undefined;
    const at = rows.indexOf(current);
    switch (key) {
      case "ArrowDown":
        return () => goTo(rows[at + 1]);
      case "ArrowUp":
        return () => goTo(rows[at - 1]);
      case "Home":
        return () => goTo(rows[0]);
      case "End":
        return () => goTo(rows.at(-1));
      case "ArrowRight":
        if (current.isOpen === false) return () => fold(current, false);
        return current.isOpen ? () => goTo(rows[at + 1]) : () => {};
      case "ArrowLeft":
        if (current.isOpen) return () => fold(current, true);
        return () => goTo(rows.find(({ id }) => id === current.parent));
      default:
        return undefined;
    }
  };
  const commandOf = (event: KeyboardEvent): (() => void) | undefined => {
    // In a lane, A and I alike add at its end.
    const lane = current?.kind === "lane" ? rowOfLane(current) : undefined;
    if (lane && /^[ai]$/i.test(event.key) && hasNoModifier(event)) return () => desk.canEdit && desk.add(lane);
    const command = current?.kind === "lane" && event.key !== "/" ? undefined : stepCommand(desk, event);
    if (command) return command;
    if (!hasNoModifier(event)) return undefined;
    return event.key.toLowerCase() === "l" ? () => desk.show("canvas") : arrow(event.key);
  };
  useScreenKeys(view, (event) => {
    const isOther = event.target instanceof HTMLElement && event.target.closest("button, a, input") !== null;
    const command = isTyping(event.target) || isOther ? undefined : commandOf(event);
    if (!command) return;
    hadKey.current = true;
    command();
    event.preventDefault();
    event.stopPropagation();
  });
  useStepsClipboard(view);
  const currentId = current?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step that was moved keeps its id and loses the focus
  useEffect(() => {
    if (!hadKey.current) return;
    hadKey.current = false;
    view.current?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']")?.focus();
  }, [currentId, outline]);
  return (
    <div ref={view} className={classes.list}>
      <div className={classes.listTools}>
        <ViewSwitch />
        <AddButtons lane={current?.kind === "lane" ? rowOfLane(current) : undefined} />
      </div>
      <div role="tree" aria-label={`Steps of ${desk.flow.label}`} className={classes.tree}>
        {rows.map((row) => (
          <TreeItem
            key={row.id}
            row={row}
            isCurrent={row.id === currentId}
            onChoose={() => goTo(row)}
            onFold={() => fold(row, row.isOpen === true)}
          />
        ))}
      </div>
    </div>
  );
}
