import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { Problem } from "#engine/problem";
import { placeOfRecord } from "./record-address.ts";

/** Problems of rows: they are mended in Data, which shows the rows that are meant. */
const ofRows: ReadonlySet<string> = new Set(["DATA_E001", "DATA_E002", "DATA_W005", "DATA_W006", "DATA_W011"]);

/** The rows that the plan names for a field, equal values beneath each other. */
export const placeOfRows = (appId: AppId, field: Pick<FieldRecord, "id" | "modelId">): string =>
  `/apps/${appId}/data/${field.modelId}?cause=${field.id}&order=${field.id}`;

/** Where the cause of a problem is: its rows, the choices of its field, or the property of the record. */
export function placeOfProblem(input: {
  readonly reader: DefinitionReader;
  readonly appId: AppId;
  readonly problem: Problem;
}): string {
  const { reader, appId, problem } = input;
  const record = problem.recordId && reader.record(problem.recordId);
  if (ofRows.has(problem.code) && record?.kind === "field") return placeOfRows(appId, record);
  // What a page shows is mended where one sees it.
  if (problem.code.startsWith("PAGE_W") && record?.kind === "template")
    return `/apps/${appId}/pages/${record.id}?show=visual${problem.at ? `&at=${problem.at.start}` : ""}`;
  return placeOfRecord({
    reader,
    appId,
    recordId: problem.recordId,
    property: problem.code === "DATA_W004" ? "choices" : problem.property,
    at: problem.at?.start,
  });
}
