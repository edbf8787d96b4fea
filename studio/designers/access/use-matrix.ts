import { useMemo } from "react";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { type AccessVerdicts, accessVerdicts } from "#engine/review/access-verdicts";
import { useDraftPart, useReader } from "../../draft-session/react/use-draft.ts";
import { type MatrixColumn, matrixColumns } from "./matrix-columns.ts";

export interface Matrix {
  readonly reader: DefinitionReader;
  readonly verdicts: AccessVerdicts;
  /** Nothing before the first publish. */
  readonly live: DefinitionReader | undefined;
  readonly columns: readonly MatrixColumn[];
}

export function useMatrix(): Matrix {
  const reader = useReader();
  const liveDefinition = useDraftPart((view) => view.live?.definition);
  const live = useMemo(() => liveDefinition && readDefinition(liveDefinition), [liveDefinition]);
  return useMemo(
    () => ({ reader, verdicts: accessVerdicts(reader), live, columns: matrixColumns(reader) }),
    [reader, live],
  );
}
