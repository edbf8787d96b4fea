import { Button } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { isForm, isLines } from "#engine/block-types/form-around";
import type { RouteRecord } from "#engine/definition/records/route";
import { readText } from "#engine/pages/edits/text-run";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useReader } from "../../draft-session/react/use-draft.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { CommittedField } from "./CommittedField.tsx";
import { branchConditions } from "./condition/branch-conditions.ts";
import { ConditionFields } from "./condition/ConditionFields.tsx";
import { QueryInspector } from "./data/QueryInspector.tsx";
import { decodeReference } from "./decode-reference.ts";
import { FormPart } from "./FormPart.tsx";
import { NodeProperty } from "./NodeProperty.tsx";
import { nodeLabel } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import { propertiesOf } from "./properties-of.ts";
import { type ValuePlace, valuePlace } from "./values/value-place.ts";

interface Props {
  readonly node: OutlineNode;
  readonly outline: PageOutline;
  /** The page that is shown. */
  readonly route: RouteRecord | undefined;
  readonly actions: PageActions;
  readonly onValue: (place: ValuePlace) => void;
  /** While its text is written on the page. */
  readonly onValueAtCaret: (() => void) | undefined;
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
}

interface FieldProps extends Pick<Props, "node" | "actions"> {
  readonly source: string;
}

/** The content of the selected part: its texts, its attributes, and what its template tag says. */
export function ContentFields({ node, outline, route, actions, onValue, onValueAtCaret, context, chosen }: Props) {
  const { source } = outline;
  const content = propertiesOf(node, source).filter(({ kind }) => kind !== "token");
  return (
    <>
      <TextFields node={node} source={source} actions={actions} />
      <ValueButton {...{ node, outline, onValue, onValueAtCaret }} />
      {content.map((property) => (
        <NodeProperty key={property.label} property={property} node={node} source={source} actions={actions} />
      ))}
      <QueryOf node={node} source={source} />
      {isPartOfForm(node) ? (
        <FormPart node={node} outline={outline} route={route} />
      ) : branchConditions(node, source).length > 0 ? (
        <ConditionFields {...{ node, outline, context, chosen, actions, onValue }} />
      ) : (
        <TagField node={node} source={source} actions={actions} />
      )}
    </>
  );
}

const isPartOfForm = (node: OutlineNode): boolean =>
  isForm(node) || isLines(node) || (node.kind === "output" && node.name === "field");

/** The texts that stand directly in an element, each by itself, so that what stands between keeps its bytes. */
function TextFields({ node, source, actions }: FieldProps) {
  const texts = node.branches
    .flatMap(({ children }) => children)
    .filter(({ kind, from, to }) => kind === "text" && source.slice(from, to).trim() !== "");
  return texts.map((text, index) => (
    <CommittedField
      key={text.from}
      isLong
      label={texts.length === 1 ? "Text" : `Text ${index + 1}`}
      value={readText(source.slice(text.from, text.to), decodeReference)}
      onCommit={(value) => actions.setText(text, value)}
    />
  ));
}

/** Chooses a value among those that are known here. */
function ValueButton({
  node,
  outline,
  onValue,
  onValueAtCaret,
}: Pick<Props, "node" | "outline" | "onValue" | "onValueAtCaret">) {
  const place = valuePlace(outline, node);
  if (!place) return null;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconBraces size={14} stroke={1.5} aria-hidden />}
      // The focus stays in the text that is written in, where the caret is.
      onMouseDown={(event) => onValueAtCaret && event.preventDefault()}
      onClick={() => (onValueAtCaret ? onValueAtCaret() : onValue(place))}
    >
      {onValueAtCaret
        ? "Insert a value at the caret"
        : place.kind === "replace"
          ? "Choose another value"
          : "Insert a value"}
    </Button>
  );
}

/** The query that a tag names. */
function QueryOf({ node, source }: { readonly node: OutlineNode; readonly source: string }) {
  const reader = useReader();
  if (node.name !== "query") return null;
  const name = /^\{%\s*query\s+["']([^"']+)/.exec(source.slice(node.from, node.openTo))?.[1];
  const query = reader.ofKind("query").find((one) => one.name === name);
  return query ? <QueryInspector key={query.id} query={query} /> : null;
}

/** The inside of a template tag or a value, as an expression. */
function TagField({ node, source, actions }: FieldProps) {
  if (node.kind === "element" || node.kind === "text" || node.kind === "code" || node.kind === "note") return null;
  const tag = source.slice(node.from, node.openTo);
  const before = /^\{[{%]\s*/.exec(tag)?.[0].length ?? 2;
  const after = /\s*[}%]\}$/.exec(tag)?.[0].length ?? 2;
  const span = { from: node.from + before, to: node.openTo - after };
  return (
    <CommittedField
      label={node.kind === "output" ? "Value" : "Tag"}
      value={source.slice(span.from, span.to)}
      onCommit={(value) =>
        actions.edit({
          gesture: { kind: "setTagPart", node: node.from, ...span, source: value },
          label: `Change ${nodeLabel(node, source)}`,
        })
      }
    />
  );
}
