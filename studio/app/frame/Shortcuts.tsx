import { Modal } from "@mantine/core";
import { Kbd } from "../../components/Kbd.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import classes from "./Shortcuts.module.css";
import { shortcutGroups } from "./shortcut-groups.ts";

/** `?`: every key of the studio, by where it works. */
export function Shortcuts() {
  const isOpen = useUiStore((ui) => ui.areShortcutsOpen);
  const setOpen = useUiStore((ui) => ui.setShortcutsOpen);
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title="Keyboard shortcuts"
      size={760}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.groups}>
        {shortcutGroups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3 className={classes.title}>{group.title}</h3>
            <dl>
              {group.shortcuts.map(([keys, what]) => (
                <div key={what} className={classes.row}>
                  <dt>{what}</dt>
                  <dd>
                    {keys.split(" / ").map((each) => (
                      <Kbd key={each} keys={each} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
