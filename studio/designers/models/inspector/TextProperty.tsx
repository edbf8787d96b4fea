import type { RecordId } from "#engine/definition/ids";
import { CommittedText, type CommittedTextProps } from "../../../draft-session/react/CommittedText.tsx";
import { useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { propertyId } from "./property-id.ts";

interface Props extends Omit<CommittedTextProps, "id" | "problems"> {
  readonly recordId: RecordId;
  readonly property: string;
  /** Where the control stands in the page, if not under the property's own name (a rule of a model). */
  readonly id?: string;
}

/** A property of a record that is text, with that property's problems. */
export function TextProperty({ recordId, property, id = propertyId(property), ...rest }: Props) {
  const problems = useProblemsOf(recordId, property);
  return <CommittedText {...rest} id={id} problems={problems} />;
}
