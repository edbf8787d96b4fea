import { describeType, listOf, nullType, objectOf, type ValueType } from "../../value-types/value-type.ts";
import { addStep } from "../analyze/steps.ts";
import { itemOrigin } from "../analyze/template-reads.ts";
import { asName } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span } from "../syntax/template-tree.ts";
import type { ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";
import { valueIdentity } from "./value-identity.ts";

export interface RegroupNode extends Span {
  readonly kind: "regroup";
  readonly source: string;
  readonly list: SourcePart;
  /** What the rows of a group have in common, from one row: `director.name`, `released|date:"Y"`. */
  readonly by: SourcePart;
  readonly name: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    regroup: RegroupNode;
  }
}

export const regroupTag: TagType<RegroupNode> = {
  name: "regroup",
  form: "inline",
  summary: "Neighbouring rows with the same value as groups; each has its grouper and its list. Sort the rows by it.",
  example: "{% regroup page.items by genre as groups %}",
  snippet: "{% regroup #{page.items} by #{field} as #{groups} %}",
  parse,
  analyze,
  assist: {
    wantsList: true,
    // The words after "by" are fields of one row, those after "as" a new name.
    at: (before) => (/\s(?:by|as)\s/.test(before) ? { kind: "nothing" } : undefined),
  },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { source, start, end } = tag;
  const { rest, name } = asName(reader.source, tag.rest);
  const found = /^([\s\S]+?)\s+by\s+(\S[\s\S]*)$/.exec(rest.source);
  const [, list = "", by = ""] = found ?? [];
  if (!found || name === undefined || !/^[A-Za-z_]/.test(by)) {
    reader.broken(
      tag,
      "TEMPLATE_E003",
      "Write {% regroup page.items by genre as groups %}: a list, a field of its rows, a name.",
    );
    return;
  }
  const byStart = rest.start + rest.source.length - by.length;
  reader.add({
    kind: "regroup",
    source,
    list: { source: list, start: rest.start, end: rest.start + list.length },
    by: { source: by, start: byStart, end: byStart + by.length },
    name,
    start,
    end,
  });
}

/** The name of one row while its group is found. */
const ROW = "_row_";

function analyze(node: RegroupNode, { around, page, steps, bind }: TagAnalysis): void {
  const { unit } = around;
  page.checkName(node.name, node, unit);
  const list = page.expression(node.list, around, "bind");
  const slot = page.newSlot();
  const item = list?.type.kind === "list" ? list.type.item : undefined;
  if (!list || !item) {
    if (list) {
      const message = `{% regroup %} groups the rows of a list; this is ${describeType(list.type)}.`;
      page.problem(unit, "TEMPLATE_E007", node.list, message);
    }
    bind(node.name, { type: nullType, slot, isUnknown: true });
    return;
  }
  const rowSlot = page.newSlot();
  const origin = list.origin && itemOrigin(list.origin);
  const row = { type: item, slot: rowSlot, fields: list.fields, ...(origin ? { origin } : {}) };
  // The expression begins at its place in the source, so that problems and renames find its words.
  const prefix = `${ROW}.`;
  const by = page.expression(
    { source: `${prefix}${node.by.source}`, start: node.by.start - prefix.length, end: node.by.end },
    { ...around, variables: new Map(around.variables).set(ROW, row) },
    "bind",
  );
  if (by && !canGroup(by.type))
    page.problem(unit, "TEMPLATE_E007", node.by, `Rows cannot be grouped by ${describeType(by.type)}.`);
  bind(node.name, {
    type: listOf(objectOf({ grouper: by?.type ?? nullType, list: listOf(item) })),
    slot,
    fields: [...list.fields, ...(by?.fields ?? [])],
    ...(by && canGroup(by.type) ? {} : { isUnknown: true }),
    ...(origin
      ? {
          origin: {
            ...origin,
            isList: true,
            parts: { list: { ...origin, isList: true }, ...(by?.origin ? { grouper: by.origin } : {}) },
          },
        }
      : {}),
  });
  if (!by) return;
  addStep(steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        const rows = list.read(frame);
        const groups: { grouper: unknown; list: unknown[] }[] = [];
        let last: unknown;
        for (const one of Array.isArray(rows) ? rows : []) {
          frame[rowSlot] = one;
          const grouper = by.read(frame);
          meter.chargeText(grouper);
          const identity = valueIdentity(grouper);
          const group = groups.at(-1);
          if (group && identity === last) group.list.push(one);
          else groups.push({ grouper, list: [one] });
          last = identity;
        }
        meter.charge(1);
        frame[slot] = groups;
      },
  });
}

const canGroup = ({ kind }: ValueType): boolean => kind !== "list" && kind !== "object" && kind !== "json";
