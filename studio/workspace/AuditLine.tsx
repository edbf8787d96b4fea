import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { auditActions } from "#contract/audit-actions";
import type { AuditLine as Line } from "#contract/http/audit";
import { agoInWords, momentInWords } from "../app/time-words.ts";
import classes from "./workspace.module.css";

/** One act as a sentence; before and after, for who wants to see them. */
export function AuditLine({ line }: { readonly line: Line }) {
  const [isOpen, setOpen] = useState(false);
  const hasMore = line.before !== null || line.after !== null;
  const sentence = auditActions[line.action](line);
  const text = (
    <>
      <span>
        {line.actor ? <strong>{line.actor.name}</strong> : null} {sentence}
        {line.app ? (
          <span className={classes.quiet}>
            {" "}
            in <em>{line.app.label}</em>
          </span>
        ) : null}
        {line.token === undefined ? null : <span className={classes.quiet}> with the token “{line.token}”</span>}
      </span>
      <time className={classes.quiet} dateTime={line.at} title={momentInWords(line.at)}>
        {agoInWords(line.at)}
      </time>
    </>
  );
  if (!hasMore) return <li className={classes.act}>{text}</li>;
  return (
    <li>
      <UnstyledButton className={classes.act ?? ""} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {text}
        <IconChevronRight
          size={14}
          stroke={1.75}
          aria-hidden
          className={classes.chevron}
          data-open={isOpen || undefined}
        />
      </UnstyledButton>
      {isOpen ? (
        <dl className={classes.values}>
          <dt>When</dt>
          <dd>{momentInWords(line.at)}</dd>
          {line.before === null ? null : (
            <>
              <dt>Before</dt>
              <dd>
                <pre className={classes.json}>{JSON.stringify(line.before, null, 2)}</pre>
              </dd>
            </>
          )}
          {line.after === null ? null : (
            <>
              <dt>After</dt>
              <dd>
                <pre className={classes.json}>{JSON.stringify(line.after, null, 2)}</pre>
              </dd>
            </>
          )}
          <dt>Request</dt>
          <dd className={classes.mono}>{line.requestId}</dd>
        </dl>
      ) : null}
    </li>
  );
}
