import type { Import, ImportProposal } from "#contract/http/imports";
import type { JsonValue } from "#engine/definition/json";
import classes from "./import-screen.module.css";

/** The first rows of the file, under the names that their fields will have. */
export function PreviewRows(props: { readonly proposal: ImportProposal; readonly preview: Import["preview"] }) {
  const columns = props.proposal.columns.filter((column) => column.include);
  const rows = props.preview.slice(0, 10);
  if (rows.length === 0 || columns.length === 0) return null;
  return (
    <div>
      <h2 className={classes.sectionTitle}>The first rows</h2>
      <section className={classes.scroll} tabIndex={0} aria-label="The first rows of the file">
        <table className={classes.preview}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.source} scope="col">
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name and never move
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column.source} className="tabular">
                    {previewText(row[column.source])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function previewText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
