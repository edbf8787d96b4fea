import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { NodeProperty } from "./NodeProperty.tsx";
import type { PageActions } from "./page-actions.ts";
import classes from "./pages.module.css";
import { propertiesOf } from "./properties-of.ts";

interface Props {
  readonly node: OutlineNode;
  readonly source: string;
  readonly actions: PageActions;
}

/** The style of the selected part: the classes that its block type offers. */
export function StyleFields({ node, source, actions }: Props) {
  const style = propertiesOf(node, source).filter(({ kind }) => kind === "token");
  return (
    <>
      {style.map((property) => (
        <NodeProperty key={property.label} property={property} node={node} source={source} actions={actions} />
      ))}
      {style.length === 0 && <p className={classes.quiet}>This has no style of its own.</p>}
      {isClassComputed(node) && <p className={classes.quiet}>More classes are computed by the template.</p>}
    </>
  );
}

const isClassComputed = (node: OutlineNode): boolean =>
  node.attributes.some(({ name, isComputed, isConditional }) => name === "class" && (isComputed || isConditional));
