import {
  type Icon,
  IconBinaryTree,
  IconCornerUpRight,
  IconFilePlus,
  IconFileText,
  IconId,
  IconList,
  IconPencil,
  IconRoute,
  IconTrash,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { LooseView } from "#engine/definition/records/route";
import { type ViewTypeName, viewTypes } from "#engine/view-types/registry";
import { FlowMethods } from "./FlowMethods.tsx";
import { PageSize } from "./PageSize.tsx";
import { RedirectTarget } from "./RedirectTarget.tsx";

/** How a type of view looks and is changed in the studio; what it means is said by the registry of the engine. */
interface ViewEditor {
  readonly icon: Icon;
  /** What can be chosen besides the template. */
  options?(view: LooseView, onChange: (change: Readonly<Record<string, JsonValue | undefined>>) => unknown): ReactNode;
}

/** A type that is not listed has the icon of a route and no options besides the template. */
const viewEditors: Readonly<Partial<Record<ViewTypeName, ViewEditor>>> = {
  list: {
    icon: IconList,
    options: (view, onChange) =>
      typeof view.pageSize === "number" && (
        <PageSize key={view.pageSize} value={view.pageSize} onCommit={(pageSize) => onChange({ pageSize })} />
      ),
  },
  detail: { icon: IconId },
  create: { icon: IconFilePlus },
  update: { icon: IconPencil },
  delete: { icon: IconTrash },
  template: { icon: IconFileText },
  redirect: {
    icon: IconCornerUpRight,
    options: (view, onChange) => <RedirectTarget view={view} onChange={onChange} />,
  },
  flow: {
    icon: IconBinaryTree,
    options: (view, onChange) => <FlowMethods view={view} onChange={onChange} />,
  },
};

const editorOf = (view: LooseView): ViewEditor | undefined =>
  Object.hasOwn(viewTypes, view.name) ? viewEditors[view.name as ViewTypeName] : undefined;

export function ViewOptions(props: {
  readonly view: LooseView;
  /** A sentence given back is why it was refused. */
  readonly onChange: (change: Readonly<Record<string, JsonValue | undefined>>) => unknown;
}) {
  return <>{editorOf(props.view)?.options?.(props.view, props.onChange)}</>;
}

export function ViewIcon({ view }: { readonly view: LooseView }) {
  const Icon = editorOf(view)?.icon ?? IconRoute;
  return <Icon size={16} stroke={1.5} aria-hidden />;
}
