import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconArrowRight,
  IconClipboardCopy,
  IconCopy,
  IconPencil,
  IconPlus,
  IconTable,
  IconTrash,
  IconWand,
  IconZoomScan,
} from "@tabler/icons-react";
import { type ComponentType, type MouseEvent, useState } from "react";
import { useNavigate } from "react-router";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { Kbd } from "../../../components/Kbd.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import { useMay } from "../../../session/use-may.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";

/** What a menu is for, and where it opens in the window. */
interface OpenMenu {
  readonly x: number;
  readonly y: number;
  readonly modelId: ModelId | undefined;
  readonly fieldId: FieldId | undefined;
}

interface Item {
  readonly label: string;
  readonly keys?: string;
  readonly icon: ComponentType<{ size: number; stroke: number; "aria-hidden": boolean }>;
  readonly run: () => void;
  /** Who may only look does not see it. */
  readonly edits?: true;
}

/** The menu of the canvas: of a field, a model, or of the empty place; by a right click or by its key. */
export function useCanvasMenu(canvas: { readonly arrange: () => void; readonly showAll: () => void }) {
  const [open, setOpen] = useState<OpenMenu>();
  const place = useModelsPlace();
  const reader = useReader();
  const onContextMenu = (event: MouseEvent) => {
    if (!(event.target instanceof HTMLElement || event.target instanceof SVGElement)) return;
    if (event.target.closest("input, textarea, [contenteditable=true]")) return;
    event.preventDefault();
    const isByKey = event.target.matches(".react-flow");
    const at = isByKey ? { modelId: place.modelId, fieldId: place.fieldId } : pointedAt(event.target);
    const modelId = at.modelId && reader.model(at.modelId)?.id;
    const fieldId = modelId && at.fieldId && reader.field(at.fieldId)?.id;
    if (modelId) place.select({ modelId, fieldId });
    const node = isByKey && modelId ? document.querySelector(`.react-flow__node[data-id="${modelId}"]`) : null;
    const box = node?.getBoundingClientRect();
    setOpen({ x: box?.left ?? event.clientX, y: box ? box.top + 32 : event.clientY, modelId, fieldId });
  };
  const close = () => {
    setOpen(undefined);
    focusCanvas();
  };
  return { onContextMenu, menu: <CanvasMenu open={open} canvas={canvas} onClose={close} /> };
}

function pointedAt(target: Element): { readonly modelId?: ModelId; readonly fieldId?: FieldId } {
  const node = target.closest<HTMLElement>(".react-flow__node")?.dataset.id as ModelId | undefined;
  const field = target.closest("li")?.querySelector<HTMLElement>("[data-field]")?.dataset.field as FieldId | undefined;
  return { ...(node ? { modelId: node } : {}), ...(field ? { fieldId: field } : {}) };
}

function CanvasMenu(props: {
  readonly open: OpenMenu | undefined;
  readonly canvas: { readonly arrange: () => void; readonly showAll: () => void };
  readonly onClose: () => void;
}) {
  const { open } = props;
  const canEdit = useMay()("edit");
  const items = useItems(open, props.canvas).filter((item) => canEdit || !item.edits);
  return (
    <Menu
      opened={open !== undefined}
      onChange={(isOpen) => !isOpen && props.onClose()}
      position="bottom-start"
      withinPortal
      returnFocus={false}
    >
      <Menu.Target>
        <span aria-hidden style={{ position: "fixed", left: open?.x ?? 0, top: open?.y ?? 0, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={open?.fieldId ? "Field" : open?.modelId ? "Model" : "Canvas"}>
        {items.map(({ label, keys, icon: Icon, run }) => (
          <Menu.Item
            key={label}
            leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
            rightSection={keys === undefined ? null : <Kbd keys={keys} />}
            onClick={run}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useItems(
  open: OpenMenu | undefined,
  canvas: { readonly arrange: () => void; readonly showAll: () => void },
): readonly Item[] {
  const app = useApp();
  const navigate = useNavigate();
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  const { modelId, fieldId } = open ?? {};
  const copy = (): Item => ({
    label: "Copy",
    keys: "⌘ C",
    icon: IconClipboardCopy,
    run: () => void copyText(actions.copiedText({ fieldId, modelIds: modelId ? [modelId] : [] })),
  });
  if (modelId && fieldId) {
    return [
      { label: "Rename", keys: "↵", icon: IconPencil, run: () => set({ renaming: fieldId }), edits: true },
      { label: "Duplicate", keys: "⌘ D", icon: IconCopy, run: () => actions.duplicateField(fieldId), edits: true },
      copy(),
      { label: "Delete", keys: "⌫", icon: IconTrash, run: () => actions.deleteField(fieldId), edits: true },
    ];
  }
  if (modelId) {
    return [
      { label: "Add field", keys: "F", icon: IconPlus, run: () => set({ addingFieldTo: modelId }), edits: true },
      {
        label: "Relate to another model",
        keys: "R",
        icon: IconArrowRight,
        run: () => set({ relating: { from: modelId } }),
        edits: true,
      },
      { label: "Rename", keys: "↵", icon: IconPencil, run: () => set({ renaming: modelId }), edits: true },
      { label: "Duplicate", keys: "⌘ D", icon: IconCopy, run: () => actions.duplicateModel(modelId), edits: true },
      copy(),
      { label: "Show its rows", icon: IconTable, run: () => void navigate(`/apps/${app.id}/data/${modelId}`) },
      { label: "Delete", keys: "⌫", icon: IconTrash, run: () => actions.deleteModel(modelId), edits: true },
    ];
  }
  return [
    { label: "Add a model", keys: "M", icon: IconPlus, run: () => set({ isNamingModel: true }), edits: true },
    { label: "Show all", keys: "⇧ 1", icon: IconZoomScan, run: canvas.showAll },
    { label: "Arrange", icon: IconWand, run: canvas.arrange, edits: true },
  ];
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: "Copied. Paste it here or into another app." });
  } catch {
    notifications.show({ message: "The browser did not allow to copy. Use the keys instead." });
  }
}
