/**
 * Assigns the aliases of rows that one statement nests, `_a1`, `_a2`, …: each is used once, so a rule inside a filter
 * inside an expansion never refers to another row.
 *
 * Every alias, CTE and helper column of a statement begins with `_`, which no name of a model or field can
 * (definition/identifiers.ts). A field may be called `j` or `n`, and an alias of that name would break the statement.
 */
export class Aliases {
  #next = 1;

  make(): string {
    return `_a${this.#next++}`;
  }
}
