import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import type { DefinitionReader } from "#engine/definition/reader";
import { type ExposedModel, visitorExposure } from "#engine/review/visitor-exposure";
import { useApp } from "../../session/use-app.ts";
import classes from "./exposure.module.css";
import { actionVerbs } from "./matrix-columns.ts";

/** What callers without credentials may read and write by the rules of the draft: on paper, nothing else is printed. */
export function VisitorExposure({ reader }: { readonly reader: DefinitionReader }) {
  const app = useApp();
  const { open, closed } = visitorExposure(reader);
  return (
    <article className={classes.exposure} aria-labelledby="exposure">
      <header className={classes.head}>
        <h2 id="exposure">What visitors may do in {app.label}</h2>
        <Button
          className={classes.print ?? ""}
          variant="default"
          leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />}
          onClick={() => window.print()}
        >
          Print
        </Button>
      </header>
      <p className={classes.quiet}>
        By the rules of the draft, for callers who are not signed in and send no key. Pages of your own may show more: a
        value that is written into a template is seen by all who may open the page.
      </p>
      {open.length === 0 && <p>Visitors may do nothing.</p>}
      {open.map((exposed) => (
        <ExposedRows key={exposed.model.id} exposed={exposed} />
      ))}
      {closed.length > 0 && (
        <p>
          <strong>Closed to visitors:</strong> {closed.map((model) => model.pluralLabel ?? model.label).join(", ")}.
        </p>
      )}
    </article>
  );
}

function whatTheyDo({ action, rows }: ExposedModel["actions"][number]): string {
  const which = rows === "some" ? "some rows" : action === "create" ? "rows" : "all rows";
  return `${actionVerbs[action]} ${which}`;
}

function ExposedRows({ exposed: { model, actions, fields } }: { readonly exposed: ExposedModel }) {
  return (
    <section className={classes.model}>
      <h3>{model.pluralLabel ?? model.label}</h3>
      <p>Visitors may {actions.map(whatTheyDo).join(", ")}.</p>
      {fields.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Read</th>
              <th scope="col">Write</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, read, write }) => (
              <tr key={field.id}>
                <th scope="row">{field.label}</th>
                <td>{read ? "yes" : "no"}</td>
                <td>{write ? "yes" : "no"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
