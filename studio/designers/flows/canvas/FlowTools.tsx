import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus, IconSearch } from "@tabler/icons-react";
import { useReactFlow, useStore } from "@xyflow/react";
import { motion } from "../../../canvas/motion.ts";
import { Kbd } from "../../../components/Kbd.tsx";
import { useFlowDesk } from "../flow-desk.ts";
import { slotBy } from "../step-keys.ts";
import { ViewSwitch } from "../ViewSwitch.tsx";
import classes from "./FlowTools.module.css";

/** The tools of the canvas: what one adds and finds at the top, how one looks at it at the foot. */
export function FlowTools() {
  const desk = useFlowDesk();
  const slot = slotBy(desk, "after");
  return (
    <>
      <div className={classes.top}>
        {desk.canEdit && slot && (
          <Tooltip
            label={
              <>
                Add a step <Kbd keys="A" />
              </>
            }
          >
            <Button
              variant="default"
              leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
              onClick={() => desk.add(slot)}
            >
              Step
            </Button>
          </Tooltip>
        )}
        <Tooltip
          label={
            <>
              Find a step <Kbd keys="/" />
            </>
          }
        >
          <ActionIcon variant="default" size={32} aria-label="Find a step" onClick={() => desk.find(true)}>
            <IconSearch size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <ViewSwitch />
      </div>
      <ViewTools />
    </>
  );
}

function ViewTools() {
  const flow = useReactFlow();
  const zoom = useStore((store) => Math.round(store.transform[2] * 100));
  return (
    <div className={classes.foot} role="toolbar" aria-label="View">
      <ActionIcon aria-label="Zoom out" onClick={() => void flow.zoomOut({ duration: motion() })}>
        <IconMinus size={16} stroke={1.5} />
      </ActionIcon>
      <button
        type="button"
        className={classes.zoom}
        aria-label={`Zoom ${zoom} %; set to 100 %`}
        onClick={() => void flow.zoomTo(1, { duration: motion() })}
      >
        {zoom} %
      </button>
      <ActionIcon aria-label="Zoom in" onClick={() => void flow.zoomIn({ duration: motion() })}>
        <IconPlus size={16} stroke={1.5} />
      </ActionIcon>
      <Tooltip
        label={
          <>
            Show all <Kbd keys="⇧ 1" />
          </>
        }
      >
        <ActionIcon
          aria-label="Show all"
          onClick={() => void flow.fitView({ padding: 0.16, maxZoom: 1, duration: motion() })}
        >
          <IconFocusCentered size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
