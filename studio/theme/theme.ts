import { createTheme, type MantineColorsTuple } from "@mantine/core";

/**
 * Mantine's theme, mapped on our tokens (tokens.css). Colours that Mantine computes by itself (shades of the accent)
 * are given here in OKLCH; all that it reads from variables is overridden in tokens.css.
 */
const indigo: MantineColorsTuple = [
  "oklch(0.957 0.022 275)",
  "oklch(0.91 0.045 275)",
  "oklch(0.84 0.08 275)",
  "oklch(0.76 0.12 275)",
  "oklch(0.68 0.15 275)",
  "oklch(0.6 0.18 275)",
  "oklch(0.545 0.185 277)",
  "oklch(0.505 0.2 275)",
  "oklch(0.455 0.2 275)",
  "oklch(0.4 0.18 275)",
];

const body = { fontSize: "var(--text-body)", lineHeight: "var(--line-body)" };

export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 6 },
  colors: { indigo },
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-mono)",
  fontSizes: {
    xs: "var(--text-small)",
    sm: "var(--text-body)",
    md: "var(--text-body)",
    lg: "var(--text-heading)",
    xl: "var(--text-title)",
  },
  lineHeights: { xs: "1.33", sm: "1.54", md: "1.54", lg: "1.47", xl: "1.4" },
  spacing: {
    xs: "var(--space-1)",
    sm: "var(--space-2)",
    md: "var(--space-3)",
    lg: "var(--space-4)",
    xl: "var(--space-5)",
  },
  radius: {
    xs: "4px",
    sm: "var(--radius-control)",
    md: "var(--radius-control)",
    lg: "var(--radius-panel)",
    xl: "16px",
  },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "var(--text-title)", lineHeight: "var(--line-title)" },
      h2: { fontSize: "var(--text-heading)", lineHeight: "var(--line-heading)" },
      h3: body,
      h4: body,
    },
  },
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 }, withArrow: false } },
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        shadow: "none",
        transitionProps: { duration: 120, transition: "fade" },
        offset: 4,
      },
    },
    Popover: { defaultProps: { shadow: "none", transitionProps: { duration: 120, transition: "fade" }, offset: 4 } },
    Modal: {
      defaultProps: {
        radius: "lg",
        transitionProps: { duration: 150, transition: "fade" },
        overlayProps: { color: "var(--scrim)", backgroundOpacity: 1 },
        // Its heading and its button to close; as a <header> it would be a second banner of the page.
        attributes: { header: { role: "none" } },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 180 }, attributes: { header: { role: "none" } } } },
    TextInput: { defaultProps: { size: "sm", withAsterisk: false } },
    PasswordInput: { defaultProps: { withAsterisk: false } },
    Textarea: { defaultProps: { size: "sm" } },
    Select: {
      defaultProps: { size: "sm", comboboxProps: { shadow: "none", offset: 4, transitionProps: { duration: 0 } } },
    },
    CloseButton: { defaultProps: { "aria-label": "Close" } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Checkbox: { defaultProps: { radius: "xs" } },
    NumberInput: { defaultProps: { size: "sm" } },
  },
});
