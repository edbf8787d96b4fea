import type { BlockProperty } from "#engine/block-types/block-type";
import { classesOf } from "#engine/block-types/registry";
import { attributeOf } from "#engine/pages/edits/attribute-changes";
import { readText } from "#engine/pages/edits/text-run";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { CommittedField } from "./CommittedField.tsx";
import { decodeReference } from "./decode-reference.ts";
import { nodeLabel } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import classes from "./pages.module.css";

interface Props {
  readonly property: BlockProperty;
  readonly node: OutlineNode;
  readonly source: string;
  readonly actions: PageActions;
}

/** One attribute, class or element name that can be set. */
export function NodeProperty(props: Props) {
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
      <CommittedField
        label={property.label}
        hint={property.hint}
        value={readText(value, decodeReference)}
        onCommit={(text) =>
          actions.edit({ gesture: { kind: "setAttribute", node: node.from, name: property.name, value: text }, label })
        }
      />
    );
  }
  if (property.kind === "inside") {
    const inside = source.slice(node.openTo, node.closeFrom).trim();
    const isKnown = property.options.some(({ value }) => value === inside);
    return (
      <PlainSelect
        label={property.label}
        labelAt="beside"
        value={isKnown ? inside : ""}
        onChange={(event) =>
          actions.edit({
            gesture: { kind: "setInline", node: node.from, source: event.currentTarget.value },
            label,
          })
        }
      >
        {!isKnown && (
          <option value="" disabled>
            Your own
          </option>
        )}
        {property.options.map(({ label: name, value }) => (
          <option key={name} value={value}>
            {name}
          </option>
        ))}
      </PlainSelect>
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
