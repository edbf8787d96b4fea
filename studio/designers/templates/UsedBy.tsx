import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { accountOfRoute } from "#engine/views/accounts/account-route";
import type { AssistContext } from "#engine/views/assist/names-at";
import { mailOfRoute } from "#engine/views/mails/mail-route";
import { placeOfRecord } from "../../navigation/record-address.ts";
import { useApp } from "../../session/use-app.ts";
import { type ChosenTemplate, keyOfTemplate } from "./chosen-template.ts";
import classes from "./templates.module.css";

const SHOWN = 4;

function ShownAt({ page, reader }: { readonly page: RouteRecord; readonly reader: DefinitionReader }) {
  const app = useApp();
  const mail = mailOfRoute(page.id);
  if (mail !== undefined) return <Link to={`/apps/${app.id}/mail?mail=${mail}`}>the mail {page.label}</Link>;
  if (accountOfRoute(page.id) !== undefined) return <Link to={`/apps/${app.id}/users`}>{page.path}</Link>;
  return <Link to={placeOfRecord({ reader, appId: app.id, recordId: page.id })}>{page.path}</Link>;
}

/** Where a template is seen, what it is made of, and what is made of it; each leads there. */
export function UsedBy(props: {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly pages: readonly RouteRecord[];
  readonly route: RouteRecord | undefined;
}) {
  const { context, chosen, pages, route } = props;
  const app = useApp();
  const { graph, reader } = context;
  const name = chosen.kind === "own" ? chosen.template.name : chosen.name;
  const links = chosen.kind === "own" ? graph.linksOf(chosen.template.id) : [];
  const toTemplate = (other: string) => {
    const key = keyOfTemplate(context, other, route);
    return key === undefined ? <code>{other}</code> : <Link to={`/apps/${app.id}/pages/${key}`}>{other}</Link>;
  };
  const named = (kind: "extends" | "include") => [
    ...new Set(links.flatMap((link) => (link.kind === kind ? [link.name] : []))),
  ];
  const parts: {
    readonly words: string;
    readonly items: readonly { readonly key: string; readonly node: ReactNode }[];
  }[] = [
    {
      words: "Shown at",
      items: pages.map((page) => ({
        key: page.id,
        node: <ShownAt page={page} reader={reader} />,
      })),
    },
    { words: "Extends", items: named("extends").map((other) => ({ key: other, node: toTemplate(other) })) },
    { words: "Includes", items: named("include").map((other) => ({ key: other, node: toTemplate(other) })) },
    {
      words: "Used by",
      items: graph
        .usersOf(name)
        .map((user) => ({ key: user.id, node: <Link to={`/apps/${app.id}/pages/${user.id}`}>{user.name}</Link> })),
    },
  ];
  const some = parts.filter(({ items }) => items.length > 0);
  if (some.length === 0) return <>No page shows it yet. Choose it on a route, or include it.</>;
  return (
    <>
      {some.map(({ words, items }) => (
        <span key={words} className={classes.usedBy}>
          {words}{" "}
          {items.slice(0, SHOWN).map(({ key, node }, index) => (
            <Fragment key={key}>
              {index > 0 && ", "}
              {node}
            </Fragment>
          ))}
          {items.length > SHOWN && ` and ${items.length - SHOWN} more`}
        </span>
      ))}
    </>
  );
}
