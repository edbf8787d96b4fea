import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarRightExpand, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { EditorsOnly } from "../session/IfMay.tsx";
import { useUiStore } from "../session/ui-store.ts";
import { useMay } from "../session/use-may.ts";
import classes from "./InspectorPanel.module.css";
import { Kbd } from "./Kbd.tsx";

interface Props {
  /** What is inspected: its label. */
  readonly title: ReactNode;
  /** What the whole panel is called for screen readers: "Field Price". */
  readonly name: string;
  /** A line above the title: where it belongs. */
  readonly over?: ReactNode;
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
  /** Given where the panel is opened for one thing (a row, a release): the cross then ends that, instead of folding. */
  readonly onClose?: () => void;
  /** Its controls change nothing, only what is shown: open to who may not edit. */
  readonly isForReading?: boolean;
  readonly children: ReactNode;
}

/** The panel at the right: 320 px, folded away with ⌘. or its cross; a sheet at the bottom on a phone. */
export function InspectorPanel({ title, name, over, icon, actions, onClose, children, isForReading = false }: Props) {
  const isOpen = useUiStore((ui) => ui.isInspectorOpen);
  const setOpen = useUiStore((ui) => ui.setInspectorOpen);
  const canEdit = useMay()("edit");
  if (!isOpen && !onClose) {
    return (
      <Tooltip label={`Open the inspector: ${name}`} position="left">
        <ActionIcon
          variant="default"
          size={32}
          className={classes.reopen ?? ""}
          aria-label={`Open the inspector: ${name}`}
          onClick={() => setOpen(true)}
        >
          <IconLayoutSidebarRightExpand size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <aside className={classes.panel} aria-label={name}>
      <header className={classes.head}>
        <div className={classes.titles}>
          {over ? <div className={classes.over}>{over}</div> : null}
          <h2 className={classes.title}>
            {icon}
            <span className={classes.titleText}>{title}</span>
          </h2>
        </div>
        {actions}
        <Tooltip
          label={
            onClose ? (
              "Close"
            ) : (
              <>
                Fold <Kbd keys="⌘ ." />
              </>
            )
          }
        >
          <ActionIcon
            aria-label={onClose ? "Close the inspector" : "Fold the inspector"}
            onClick={onClose ?? (() => setOpen(false))}
          >
            <IconX size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </header>
      {isForReading || canEdit ? (
        <div className={classes.body}>{children}</div>
      ) : (
        // With every control shut, nothing in it takes the focus: by keyboard one scrolls the whole.
        <section className={classes.body} aria-label={`${name}, to read`} tabIndex={0}>
          <EditorsOnly>{children}</EditorsOnly>
        </section>
      )}
    </aside>
  );
}

/** A titled part of an inspector. */
export function InspectorSection({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.sectionHead}>
        <h3 className={classes.sectionTitle}>{title}</h3>
        {actions}
      </header>
      {children}
    </section>
  );
}
