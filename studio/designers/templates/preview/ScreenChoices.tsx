import { ActionIcon, SegmentedControl, Tooltip } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconMoon, IconSun } from "@tabler/icons-react";
import type { Device } from "./PreviewFrame.tsx";
import classes from "./preview.module.css";
import type { PreviewView } from "./preview-view.ts";

const device = (value: Device, label: string, Icon: typeof IconDeviceDesktop) => ({
  value,
  label: (
    <Tooltip label={label}>
      <span className={classes.device}>
        <Icon size={16} stroke={1.5} aria-hidden />
        <span className="visually-hidden">{label}</span>
      </span>
    </Tooltip>
  ),
});
const devices = [
  device("desktop", "Desktop", IconDeviceDesktop),
  device("tablet", "Tablet", IconDeviceTablet),
  device("phone", "Phone", IconDeviceMobile),
];

/** On which screen the page is previewed, in light or dark. */
export function ScreenChoices(props: {
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
}) {
  const { view, onView } = props;
  const isDark = view.scheme === "dark";
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Screen"
        value={view.device}
        onChange={(device) => onView({ device: device as Device })}
        data={devices}
      />
      <Tooltip label={isDark ? "Show in light" : "Show in dark"}>
        <ActionIcon
          variant="default"
          aria-label="Dark"
          aria-pressed={isDark}
          onClick={() => onView({ scheme: isDark ? "light" : "dark" })}
        >
          {isDark ? <IconMoon size={16} stroke={1.5} /> : <IconSun size={16} stroke={1.5} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}
