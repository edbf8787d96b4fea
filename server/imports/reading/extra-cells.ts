import type { BadValueAction } from "#contract/http/imports";
import { type Cell, isBlank, showCell } from "#engine/import/cells";
import type { FileFormat } from "../../models/file-format.ts";
import type { Misfit } from "../misfits.ts";
import type { RowBatch } from "./read-rows.ts";

const SHOWN = 3;

/**
 * Finds rows with more cells than the header. A mapping may give such a cell a column of its own; a cell without a
 * column would be lost, so the whole row is a misfit, for which a person decides.
 */
export class ExtraCells {
  readonly #taken: ReadonlySet<string | undefined>;
  readonly #action: BadValueAction;
  readonly #whose: string;

  constructor(input: {
    /** The sources that are imported. */
    readonly taken: Iterable<string | undefined>;
    readonly onExtraCells: BadValueAction | undefined;
    readonly format: FileFormat;
  }) {
    this.#taken = new Set(input.taken);
    this.#action = input.onExtraCells ?? "refuse";
    this.#whose = input.format.kind === "csv" && input.format.hasHeader ? "the header" : "the first row";
  }

  find({ sources, named }: Pick<RowBatch, "sources" | "named">, cells: readonly Cell[]): Misfit | undefined {
    if (cells.length <= named) return undefined;
    let source: string | undefined;
    const left: string[] = [];
    for (let index = named; index < cells.length; index++) {
      if (isBlank(cells[index]) || this.#taken.has(sources[index])) continue;
      source ??= sources[index];
      left.push(showCell(cells[index]));
    }
    if (source === undefined) return undefined;
    const shown = left.slice(0, SHOWN);
    const more = left.length - shown.length;
    const which = `${shown.map((text) => `“${text}”`).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    const message = `has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, ${this.#whose} has ${named}: the extra ${left.length === 1 ? "one is" : "ones are"} ${which}`;
    return { source, value: shown.join(", "), message, action: this.#action, isExtra: true };
  }
}
