import type { DefinitionReader } from "#engine/definition/reader";
import type { StepRecord } from "#engine/definition/records/flow";
import { laneId, type Slot } from "#engine/flows/lay-out";
import type { FlowOutline, OutlineItem, OutlineLane } from "#engine/flows/outline-flow";
import { laneLabel } from "../step-editors.tsx";

interface Row {
  readonly id: string;
  /** The row that it stands within. */
  readonly parent: string | undefined;
  readonly level: number;
  readonly position: number;
  readonly size: number;
  /** Absent where there is nothing to open. */
  readonly isOpen?: boolean;
}

export type TreeRow =
  | (Row & { readonly kind: "start" })
  | (Row & { readonly kind: "step"; readonly step: StepRecord })
  | (Row & { readonly kind: "lane"; readonly lane: OutlineLane<StepRecord>; readonly label: string });

export const START_ROW = "start";

/** The start, the steps, and the lanes within them, as far as they are open. */
export function treeRows(input: {
  readonly reader: DefinitionReader;
  readonly outline: FlowOutline<StepRecord>;
  readonly closed: ReadonlySet<string>;
}): readonly TreeRow[] {
  const { reader, outline, closed } = input;
  const ofLane = (lane: OutlineLane<StepRecord>, at: { parent?: string; level: number; before: number }) =>
    lane.items.flatMap((item, index): readonly TreeRow[] =>
      ofStep(item, {
        id: item.step.id,
        parent: at.parent,
        level: at.level,
        position: at.before + index + 1,
        size: at.before + lane.items.length,
      }),
    );
  const ofStep = ({ step, lanes }: OutlineItem<StepRecord>, row: Row): readonly TreeRow[] => {
    if (lanes.length === 0) return [{ ...row, kind: "step", step }];
    const isOpen = !closed.has(step.id);
    const own: TreeRow = { ...row, kind: "step", step, isOpen };
    return isOpen
      ? [own, ...lanes.flatMap((lane, index) => laneRows(step, lane, { row, index, size: lanes.length }))]
      : [own];
  };
  const laneRows = (
    step: StepRecord,
    lane: OutlineLane<StepRecord>,
    { row, index, size }: { readonly row: Row; readonly index: number; readonly size: number },
  ): readonly TreeRow[] => {
    const id = laneId(step.id, lane.name);
    const isOpen = lane.items.length === 0 ? undefined : !closed.has(id);
    const own: TreeRow = {
      id,
      parent: row.id,
      level: row.level + 1,
      position: index + 1,
      size,
      kind: "lane",
      lane,
      label: laneLabel(reader, step, lane.name),
      ...(isOpen === undefined ? {} : { isOpen }),
    };
    return isOpen ? [own, ...ofLane(lane, { parent: id, level: row.level + 2, before: 0 })] : [own];
  };
  const size = 1 + outline.main.items.length;
  return [
    { id: START_ROW, parent: undefined, level: 1, position: 1, size, kind: "start" },
    ...ofLane(outline.main, { level: 1, before: 1 }),
    ...ofLane(outline.after, { level: 1, before: 0 }),
  ];
}

/** Where a step is added at the end of a lane. */
export const rowOfLane = ({ lane }: Extract<TreeRow, { kind: "lane" }>): Slot => ({
  parentId: lane.parentId,
  lane: lane.name,
  index: lane.items.length,
});
