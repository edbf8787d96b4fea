import { IconExternalLink } from "@tabler/icons-react";
import type { RouteRecord } from "#engine/definition/records/route";
import { readablePath } from "#engine/routing/readable-path";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../presence/PresenceMark.tsx";
import classes from "./routes.module.css";
import { ViewIcon } from "./view-editors.tsx";

/** A route in the table, and its problems beneath it. */
export function RouteRow(props: {
  readonly route: RouteRecord;
  readonly answer: string;
  readonly audience: string;
  readonly template: string;
  readonly methods: string;
  readonly isChosen: boolean;
  readonly pending: string | undefined;
  readonly url: string | undefined;
  readonly onChoose: () => void;
}) {
  const { route } = props;
  const problems = useProblemsOf(route.id);
  return (
    <>
      <tr data-chosen={props.isChosen || undefined} data-pending={props.pending}>
        <th scope="row">
          <button type="button" className={classes.page} aria-pressed={props.isChosen} onClick={props.onChoose}>
            <ViewIcon view={route.view} />
            {props.answer}
          </button>
          <PresenceDots on={route.id} />
        </th>
        <td className={classes.address}>{readablePath(route.path)}</td>
        <td>{props.audience}</td>
        <td data-detail>{props.template}</td>
        <td data-detail className={classes.mono}>
          {props.methods}
        </td>
        <td data-detail>
          {props.url && (
            <a
              href={props.url}
              target="_blank"
              rel="noreferrer"
              className={classes.open}
              aria-label={`Open ${props.answer}`}
            >
              <IconExternalLink size={16} stroke={1.5} aria-hidden />
            </a>
          )}
        </td>
      </tr>
      {problems.length > 0 && (
        <tr className={classes.problems}>
          <td colSpan={6}>
            {problems.map((problem) => (
              <ProblemNote key={problem.code + problem.message} problem={problem} />
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
