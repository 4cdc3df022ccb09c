/** Ithaca's look as a Mantine theme: ink and aegean on paper, terracotta for what asks to be pressed. No layout is decided here. */
import {
  type AlertProps,
  type AnchorProps,
  type ButtonProps,
  type CardProps,
  type MantineColorsTuple,
  type MantineThemeComponent,
  type MantineThemeOverride,
  type MenuProps,
  type ModalProps,
  type TooltipProps,
  createTheme,
} from "@mantine/core";

const aegean: MantineColorsTuple = [
  "#eaf4f3", "#d2e6e5", "#a9d0cf", "#7bb8b9", "#4f9fa3", "#2d868c", "#156d76", "#0d5561", "#0a444f", "#07333c",
];
const clay: MantineColorsTuple = [
  "#fdf0ea", "#f8ddd1", "#efbaa4", "#e69675", "#db764f", "#cc5f38", "#bf5029", "#b54a25", "#8f391b", "#632513",
];
const sun: MantineColorsTuple = [
  "#fff7e6", "#fdecca", "#f9d896", "#f5c46a", "#f0ae57", "#e0963a", "#bd7722", "#945c17", "#6d430f", "#4a2d08",
];
const olive: MantineColorsTuple = [
  "#f2f5ea", "#e2e9cf", "#c6d3a1", "#a8bb74", "#8da454", "#738a3d", "#5b7030", "#485926", "#37451d", "#272f14",
];
/** Mantine's own dark scale, as the sea at night instead of grey. */
const dark: MantineColorsTuple = [
  "#e6efed", "#bfd1d1", "#9ab3b5", "#6f8e93", "#3a5a63", "#244650", "#17353f", "#102a33", "#0c2129", "#08181e",
];
const gray: MantineColorsTuple = [
  "#faf7f2", "#f3eee5", "#e8e1d5", "#d9d0c1", "#bfb5a5", "#93897b", "#6a645a", "#4c4842", "#33312d", "#1f1e1c",
];

const FIELD = { size: "md", radius: "md" } as const;

/** What a component is given when nobody says otherwise. Only its type is named here: a theme that imported the components would load them all with the first page. */
const always = <Props,>(defaultProps: Partial<Props>): MantineThemeComponent => ({ defaultProps });

/** `close`: what screen readers call the crosses that Mantine puts in corners by itself. */
export const themeWith = (close: string): MantineThemeOverride => createTheme({
  primaryColor: "aegean",
  primaryShade: { light: 7, dark: 6 },
  colors: { aegean, clay, sun, olive, dark, gray },
  black: "#12303a",
  fontFamily: "'Commissioner Variable', 'Noto Sans', system-ui, sans-serif",
  headings: { fontFamily: "'Commissioner Variable', 'Noto Sans', system-ui, sans-serif", fontWeight: "650", textWrap: "balance" },
  defaultRadius: "md",
  radius: { xs: "6px", sm: "8px", md: "12px", lg: "18px", xl: "28px" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Anchor: always<AnchorProps>({ underline: "always" }),
    Button: always<ButtonProps>({ size: "md", radius: "xl" }),
    CloseButton: always<{ "aria-label": string }>({ "aria-label": close }),
    Card: always<CardProps>({ radius: "lg", padding: "xl" }),
    TextInput: always(FIELD),
    PasswordInput: always(FIELD),
    Select: always(FIELD),
    TagsInput: always(FIELD),
    Alert: always<AlertProps>({ radius: "lg" }),
    Modal: always<ModalProps>({ radius: "lg", centered: true, padding: "xl", overlayProps: { blur: 3, backgroundOpacity: 0.45 } }),
    // Its placeholder for the focus is no entry of a menu, so the first entry has the focus instead.
    Menu: always<MenuProps>({ withInitialFocusPlaceholder: false, radius: "lg", shadow: "lg", transitionProps: { transition: "pop", duration: 120 } }),
    Tooltip: always<TooltipProps>({ radius: "md", openDelay: 350, events: { hover: true, focus: true, touch: false } }),
  },
});
