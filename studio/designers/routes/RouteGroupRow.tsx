import { IconFolder } from "@tabler/icons-react";
import type { RouteGroupRecord } from "#engine/definition/records/route-group";
import { readablePath } from "#engine/routing/readable-path";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { audienceLabel, groupAudience } from "./route-labels.ts";
import classes from "./routes.module.css";

/** The heading of a group's routes, and its problems. */
export function RouteGroupRow(props: {
  readonly group: RouteGroupRecord;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { group } = props;
  const { reader, diff } = useDraft();
  const problems = useProblemsOf(group.id);
  return (
    <>
      <tr className={classes.group} data-chosen={props.isChosen || undefined} data-pending={diff.stateOf(group.id)}>
        <th scope="rowgroup">
          <button type="button" className={classes.page} aria-pressed={props.isChosen} onClick={props.onChoose}>
            <IconFolder size={16} stroke={1.5} aria-hidden />
            {group.label}
          </button>
        </th>
        <td className={classes.address}>{readablePath(group.prefix)}/…</td>
        <td>
          {group.access === undefined ? "As each page says" : audienceLabel(reader, groupAudience(reader, group))}
        </td>
        <td data-detail>{group.layoutId === undefined ? "" : (reader.template(group.layoutId)?.name ?? "")}</td>
        <td data-detail />
        <td data-detail />
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
