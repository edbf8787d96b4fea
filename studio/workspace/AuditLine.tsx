import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { auditActions } from "#contract/audit-actions";
import type { AuditLine as Line } from "#contract/http/audit";
import { formatAgo, formatMoment } from "../format/format-time.ts";
import { formatVia, viaAfterName } from "./via-labels.ts";
import classes from "./workspace.module.css";

interface Props {
  readonly line: Line;
  /** A link to all that was done with a token. */
  readonly linkToToken: (tokenId: string) => ReactNode;
}

/** One act as a sentence; when, how, before and after, for who wants to see them. */
export function AuditLine(props: Props) {
  const { line } = props;
  const [isOpen, setOpen] = useState(false);
  const beside = line.actor ? viaAfterName(line.via) : undefined;
  return (
    <li>
      <UnstyledButton className={classes.act ?? ""} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span>
          {line.actor ? <strong>{line.actor.name}</strong> : null}
          {beside === undefined ? null : <span className={classes.quiet}> · {beside}</span>}{" "}
          {auditActions[line.action](line)}
          {line.app && line.app.label !== line.subject ? (
            <span className={classes.quiet}>
              {" "}
              in <em>{line.app.label}</em>
            </span>
          ) : null}
        </span>
        <time className={classes.quiet} dateTime={line.at} title={formatMoment(line.at)}>
          {formatAgo(line.at)}
        </time>
        <IconChevronRight
          size={14}
          stroke={1.75}
          aria-hidden
          className={classes.chevron}
          data-open={isOpen || undefined}
        />
      </UnstyledButton>
      {isOpen ? <Details line={line} linkToToken={props.linkToToken} /> : null}
    </li>
  );
}

function Details({ line, linkToToken }: Props) {
  return (
    <dl className={classes.values}>
      <dt>When</dt>
      <dd>{formatMoment(line.at)}</dd>
      <dt>How</dt>
      <dd>
        {formatVia(line)}
        {line.via?.kind === "token" ? <> {linkToToken(line.via.id)}</> : null}
      </dd>
      <JsonValue term="Before" value={line.before} />
      <JsonValue term="After" value={line.after} />
      {line.requestId === null ? null : (
        <>
          <dt>Request</dt>
          <dd className={classes.mono}>{line.requestId}</dd>
        </>
      )}
    </dl>
  );
}

function JsonValue({ term, value }: { readonly term: string; readonly value: unknown }) {
  if (value === null) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>
        <pre className={classes.json}>{JSON.stringify(value, null, 2)}</pre>
      </dd>
    </>
  );
}
