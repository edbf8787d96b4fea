import { Link } from "react-router";
import type { DefinitionReader } from "#engine/definition/reader";
import type { Problem } from "#engine/problem";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import classes from "./preview.module.css";
import type { PreviewState } from "./preview-session.ts";

interface Props {
  readonly reader: DefinitionReader;
  readonly state: PreviewState;
  readonly outsideImages: number;
  readonly notes: readonly string[];
}

/** What one has to know of the page that one sees. */
export function PreviewNotes({ reader, state, outsideImages, notes }: Props) {
  const { samples, trouble, isOld, page } = state;
  const lines: string[] = [
    ...(isOld && page ? ["This is the last page that could be made."] : []),
    ...(trouble === undefined ? [] : [trouble]),
    ...(samples ? [SAMPLES[samples]] : []),
    ...sampledLine(reader, state),
    ...missingLine(reader, state),
    ...(state.isGroupUnknown ? ["This group is not published yet: live rules see a caller without a group."] : []),
    ...(outsideImages > 0 ? ["Pictures are drawn as placeholders here, so that your browser asks no other host."] : []),
    ...(page?.status === 403 ? ["This is what they see: the page is closed to them."] : []),
    ...notes,
  ];
  const elsewhere = state.broken.find((problem) => problem.at === undefined || !state.problems.includes(problem));
  return (
    <div role="status" className={classes.notes}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {elsewhere && <ProblemElsewhere reader={reader} problem={elsewhere} />}
    </div>
  );
}

const SAMPLES = {
  chosen: "These rows are made up.",
  notPublished: "Nothing of this model is live yet, so these rows are made up.",
  forbidden: "You may see structure and not rows in this workspace, so these rows are made up.",
} as const;

function sampledLine(reader: DefinitionReader, { page }: PreviewState): readonly string[] {
  const labels = (page?.sampled ?? []).flatMap((id) => reader.model(id)?.label ?? []);
  if (labels.length === 0) return [];
  const those = labels.length === 1 ? "the rows shown of it are" : "the rows shown of them are";
  return [`No rows yet of ${labels.join(", ")}: ${those} made up.`];
}

function missingLine(reader: DefinitionReader, { missing }: PreviewState): readonly string[] {
  const labels = missing.flatMap((id) => reader.field(id)?.label ?? []);
  if (labels.length === 0) return [];
  return [`Empty until published: ${labels.slice(0, 8).join(", ")}${labels.length > 8 ? " and more" : ""}.`];
}

/** A problem that keeps the page from being made and is not in the template that is edited. */
function ProblemElsewhere({ reader, problem }: { readonly reader: DefinitionReader; readonly problem: Problem }) {
  const app = useApp();
  const { at, message, recordId, property } = problem;
  return (
    <p>
      {at && `Line ${at.line}: `}
      {message}{" "}
      {recordId && (
        <Link to={placeOfRecord({ reader, appId: app.id, recordId, property, at: at?.start })}>Go there</Link>
      )}
    </p>
  );
}
