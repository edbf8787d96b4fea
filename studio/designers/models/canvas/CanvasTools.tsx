import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus, IconSearch, IconWand } from "@tabler/icons-react";
import { useReactFlow, useStore } from "@xyflow/react";
import { motion } from "../../../canvas/motion.ts";
import { Kbd } from "../../../components/Kbd.tsx";
import { IfMay } from "../../../session/IfMay.tsx";
import { useModelsUi } from "../models-ui.ts";
import { FromFile } from "../parts/FromFile.tsx";
import { ViewSwitch } from "../parts/ViewSwitch.tsx";
import classes from "./CanvasTools.module.css";

/** The tools of the canvas: what one adds and finds at the top, how one looks at it at the foot. */
export function CanvasTools({ onArrange }: { readonly onArrange: () => void }) {
  const set = useModelsUi((ui) => ui.set);
  return (
    <>
      <div className={classes.top}>
        <IfMay action="edit">
          <Tooltip
            label={
              <>
                Add a model <Kbd keys="M" />
              </>
            }
          >
            <Button
              variant="default"
              size="md"
              leftSection={<IconPlus size={16} stroke={1.75} />}
              onClick={() => set({ isNamingModel: true })}
            >
              Model
            </Button>
          </Tooltip>
        </IfMay>
        <Tooltip
          label={
            <>
              Find a model or a field <Kbd keys="/" />
            </>
          }
        >
          <ActionIcon
            variant="default"
            size={32}
            aria-label="Find a model or a field"
            onClick={() => set({ isSearching: true })}
          >
            <IconSearch size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <IfMay action="importFile">
          <FromFile />
        </IfMay>
        <ViewSwitch />
      </div>
      <ViewTools onArrange={onArrange} />
    </>
  );
}

function ViewTools({ onArrange }: { readonly onArrange: () => void }) {
  const flow = useReactFlow();
  const zoom = useStore((store) => Math.round(store.transform[2] * 100));
  return (
    <div className={classes.foot} role="toolbar" aria-label="View">
      <Tooltip label="Zoom out">
        <ActionIcon aria-label="Zoom out" onClick={() => void flow.zoomOut({ duration: motion() })}>
          <IconMinus size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="To 100 %">
        <button
          type="button"
          className={classes.zoom}
          aria-label={`Zoom ${zoom} %; set to 100 %`}
          onClick={() => void flow.zoomTo(1, { duration: motion() })}
        >
          {zoom} %
        </button>
      </Tooltip>
      <Tooltip label="Zoom in">
        <ActionIcon aria-label="Zoom in" onClick={() => void flow.zoomIn({ duration: motion() })}>
          <IconPlus size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
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
      <IfMay action="edit">
        <Tooltip label="Arrange">
          <ActionIcon aria-label="Arrange all models" onClick={onArrange}>
            <IconWand size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </IfMay>
    </div>
  );
}
