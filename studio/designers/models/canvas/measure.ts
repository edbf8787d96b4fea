/** The sizes that a model node is drawn with (ModelNode.module.css), so that layout knows them before they are drawn. */
export const NODE_WIDTH = 240;
const BORDER = 1;
const HEADER = 40;
const ROW = 28;
const FOOT = 36;

export const nodeHeight = (rows: number): number => 2 * BORDER + HEADER + rows * ROW + FOOT;

/** What is kept free for a new model: its first fields must not cover what stands below. */
const FIRST_ROWS = 8;
export const roomForNew = (rows: number): number => nodeHeight(Math.max(rows, FIRST_ROWS));

/** The middle of a row, from the inner top of its node. */
export const fieldTop = (index: number): number => HEADER + index * ROW + ROW / 2;

/** Below this zoom, rows cannot be read and are not drawn. */
export const READABLE_ZOOM = 0.5;
