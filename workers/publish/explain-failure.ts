import type { FieldId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ConstraintRecord } from "#engine/definition/records/constraint";
import { constraintOfObject, readConstraintName } from "#engine/schema/physical-names";
import { SystemStepFailed } from "#server/app-database/system-steps";

/** A release cannot continue; the message tells the builder why. */
export class ReleaseRefused extends Error {
  override readonly name = "ReleaseRefused";
}

/** Temporary errors: the same release may succeed a little later. */
const TRANSIENT = /^(?:08...|57P0[123]|53(?!100)[0-9]{3}|40001)$/;
const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);

export function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (typeof code === "string") return TRANSIENT.test(code) || NETWORK.has(code);
  return /^(?:Connection terminated|Client has encountered a connection error|timeout expired)/.test(message ?? "");
}

/**
 * Why a release failed, in the builder's own names and without any text from the database, whose messages may contain values
 * of rows. The log has the details, under the release's number.
 */
export function explainFailure(
  error: unknown,
  input: { to: DefinitionReader; release: number; doing: string },
): string {
  if (error instanceof ReleaseRefused) return error.message;
  if (error instanceof SystemStepFailed) {
    return `Quintet could not make what this version needs beside the tables of its models (${error.step.what}). Nothing was changed. The operator finds the reason with npx quintet doctor.`;
  }
  const { code, constraint, column } = error as { code?: string; constraint?: string; column?: string };
  const place = fieldOf(input.to, constraint) ?? columnOf(column);
  switch (code) {
    case "23505":
    case "23514":
    case "23P01": {
      const broken = constraintOf(input.to, constraint);
      if (broken) return `Rows that break “${broken.message}” stand in the way. Review the plan again: it names them.`;
      return `Rows with the same value in ${place ?? "a unique field"} stand in the way. Change them in Data, or let the field not be unique.`;
    }
    case "23502":
      return `Rows without a value in ${place ?? "a required field"} stand in the way. Review the plan again: it asks how to fill them.`;
    case "23503":
      return `Rows in ${place ?? "a relation"} point to rows that are not there. Review the plan again: it asks what to do with them.`;
    case "22P02":
    case "22003":
    case "22007":
    case "22008":
    case "22012":
      return "A row holds a value that does not fit, or a formula failed on it. Review the plan again.";
    case "54000":
    case "54011":
      return "A value is too long for an index, or a table has too many fields. Shorten the values, or take the index off.";
    case "57014":
      return "It took longer than a release may hold others up. Publish at a quieter time, or in smaller steps.";
    case "53100":
      return "The disk of the database is full. Nothing was changed. Publish again when the operator has made room.";
    case "42501":
      return "The login of the database lacks a right that this release needs. Restart Quintet: it prints what is missing.";
    default:
      return `While it did this, the database refused: ${input.doing}. Nothing was changed. The log has the details under release ${input.release} of this app.`;
  }
}

function constraintOf(reader: DefinitionReader, name: string | undefined): ConstraintRecord | undefined {
  const id = name === undefined ? undefined : constraintOfObject(name);
  const record = id && reader.record(id);
  return record?.kind === "constraint" ? record : undefined;
}

function fieldOf(reader: DefinitionReader, constraint: string | undefined): string | undefined {
  const known = constraint === undefined ? undefined : readConstraintName(constraint);
  const field = known && reader.field(known.recordId as FieldId);
  return field && `${reader.model(field.modelId)?.label ?? "?"}.${field.name}`;
}

const columnOf = (column: string | undefined): string | undefined =>
  column && !column.startsWith("_") ? `"${column}"` : undefined;
