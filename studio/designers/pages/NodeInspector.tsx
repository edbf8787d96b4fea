import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { BlockProperty } from "#engine/block-types/block-type";
import { isForm } from "#engine/block-types/form-around";
import { blockTypeOf, classesOf } from "#engine/block-types/registry";
import type { RouteRecord } from "#engine/definition/records/route";
import { attributeOf } from "#engine/pages/edits/attribute-changes";
import { readText } from "#engine/pages/edits/text-run";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { Problem } from "#engine/problem";
import { InspectorPanel } from "../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { QueryInspector } from "./data/QueryInspector.tsx";
import { QueryList } from "./data/QueryList.tsx";
import { decodeReference } from "./decode-reference.ts";
import { FormPart } from "./FormPart.tsx";
import { nodeLabel } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import classes from "./pages.module.css";

interface Props {
  readonly node: OutlineNode | undefined;
  readonly source: string;
  readonly actions: PageActions;
}

interface InspectorProps extends Omit<Props, "source"> {
  readonly outline: PageOutline;
  /** The page that is shown. */
  readonly route: RouteRecord | undefined;
  /** What people would stumble over in it. */
  readonly findings: readonly Problem[];
}

/** What is selected: its content and its style. */
export function NodeInspector({ node, outline, route, findings, actions }: InspectorProps) {
  const { source } = outline;
  const [tab, setTab] = useState<"content" | "style">("content");
  if (!node)
    return (
      <InspectorPanel name="Page part" title="Nothing selected">
        <p className={classes.nothing}>Click a part of the page, or choose one in the structure.</p>
        <QueryList />
      </InspectorPanel>
    );
  const label = nodeLabel(node, source);
  const properties = node.kind === "element" ? (blockTypeOf(node, source)?.properties ?? []) : [];
  const style = properties.filter(({ kind }) => kind === "token");
  const content = properties.filter(({ kind }) => kind !== "token");
  return (
    <InspectorPanel name={label} title={label} over={node.kind === "element" ? `<${node.name}>` : undefined}>
      <div className={classes.inspector}>
        {findings.map((finding) => (
          <ProblemNote key={finding.code + finding.message} problem={finding} />
        ))}
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What is set"
          value={tab}
          onChange={(value) => setTab(value as "content" | "style")}
          data={[
            { value: "content", label: "Content" },
            { value: "style", label: "Style" },
          ]}
        />
        <div className={classes.fields} key={`${node.from} ${label}`}>
          {tab === "content" ? (
            <>
              <TextFields node={node} source={source} actions={actions} />
              {content.map((property) => (
                <Property key={property.label} property={property} node={node} source={source} actions={actions} />
              ))}
              <QueryOf node={node} source={source} />
              {isPartOfForm(node) ? (
                <FormPart node={node} outline={outline} route={route} />
              ) : (
                <TagField node={node} source={source} actions={actions} />
              )}
            </>
          ) : (
            <>
              {style.map((property) => (
                <Property key={property.label} property={property} node={node} source={source} actions={actions} />
              ))}
              {style.length === 0 && <p className={classes.quiet}>This has no style of its own.</p>}
              {isClassComputed(node) && <p className={classes.quiet}>More classes are computed by the template.</p>}
            </>
          )}
        </div>
        <div className={classes.acts}>
          {actions.of(node).map(({ label: act, run }) => (
            <Button key={act} size="xs" variant="default" onClick={run}>
              {act}
            </Button>
          ))}
        </div>
      </div>
    </InspectorPanel>
  );
}

const isPartOfForm = (node: OutlineNode): boolean => isForm(node) || (node.kind === "output" && node.name === "field");

const isClassComputed = (node: OutlineNode): boolean =>
  node.attributes.some(({ name, isComputed, isConditional }) => name === "class" && (isComputed || isConditional));

/** The texts that stand directly in an element, each by itself, so that what stands between keeps its bytes. */
function TextFields({ node, source, actions }: Props & { readonly node: OutlineNode }) {
  const texts = node.branches
    .flatMap(({ children }) => children)
    .filter(({ kind, from, to }) => kind === "text" && source.slice(from, to).trim() !== "");
  return texts.map((text, index) => (
    <Committed
      key={text.from}
      isLong
      label={texts.length === 1 ? "Text" : `Text ${index + 1}`}
      value={readText(source.slice(text.from, text.to), decodeReference)}
      onCommit={(value) => actions.setText(text, value)}
    />
  ));
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
function TagField({ node, source, actions }: Props & { readonly node: OutlineNode }) {
  if (node.kind === "element" || node.kind === "text" || node.kind === "code" || node.kind === "note") return null;
  const tag = source.slice(node.from, node.openTo);
  const before = /^\{[{%]\s*/.exec(tag)?.[0].length ?? 2;
  const after = /\s*[}%]\}$/.exec(tag)?.[0].length ?? 2;
  const span = { from: node.from + before, to: node.openTo - after };
  return (
    <Committed
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

function Property(props: Props & { readonly property: BlockProperty; readonly node: OutlineNode }) {
  const { property, node, source, actions } = props;
  const label = `${property.label} of ${nodeLabel(node, source)}`;
  if (property.kind === "attribute") {
    const attribute = attributeOf(node, property.name);
    const value = attribute?.value ? source.slice(attribute.value.from, attribute.value.to) : "";
    if (attribute?.isComputed)
      return (
        <p className={classes.quiet}>
          {property.label}: <code>{value}</code>
        </p>
      );
    return (
      <Committed
        label={property.label}
        hint={property.hint}
        value={readText(value, decodeReference)}
        onCommit={(text) =>
          actions.edit({ gesture: { kind: "setAttribute", node: node.from, name: property.name, value: text }, label })
        }
      />
    );
  }
  const now =
    property.kind === "element"
      ? node.name
      : property.options.find(({ value }) => value !== undefined && classesOf(node, source).has(value))?.value;
  return (
    <PlainSelect
      label={property.label}
      labelAt="beside"
      value={now ?? ""}
      onChange={(event) => {
        const value = event.currentTarget.value === "" ? undefined : event.currentTarget.value;
        const group = property.options.flatMap((option) => option.value ?? []);
        actions.edit({
          gesture:
            property.kind === "element"
              ? { kind: "rename", node: node.from, name: value ?? node.name }
              : { kind: "setClassToken", node: node.from, group, token: value },
          label,
        });
      }}
    >
      {property.options.map((option) => (
        <option key={option.label} value={option.value ?? ""}>
          {option.label}
        </option>
      ))}
    </PlainSelect>
  );
}

/** A text that counts when one leaves it or presses Enter; Escape takes it back. */
function Committed(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly isLong?: boolean;
  readonly onCommit: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const Input = props.isLong ? Textarea : TextInput;
  const commit = () => {
    if (typed !== undefined && typed !== props.value) props.onCommit(typed);
    setTyped(undefined);
  };
  return (
    <Input
      size="xs"
      label={props.label}
      description={props.hint}
      value={typed ?? props.value}
      onChange={(event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event: { key: string }) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setTyped(undefined);
      }}
      {...(props.isLong ? { autosize: true, minRows: 1, maxRows: 8 } : {})}
    />
  );
}
