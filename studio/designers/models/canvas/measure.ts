/** The sizes that a model node is drawn with (ModelNode.module.css), so that layout knows them before they are drawn. */
export const NODE_WIDTH = 240;
const HEADER = 40;
const ROW = 28;
const FOOT = 36;

export const nodeHeight = (rows: number): number => HEADER + rows * ROW + FOOT;
