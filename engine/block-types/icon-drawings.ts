/**
 * The icons that a page can show, drawn as Tabler Icons draws them (MIT licence), which the studio uses too. They are printed
 * into the page as SVG: no font and no file is loaded, and they take the colour of the text.
 */
export const iconDrawings: readonly { readonly label: string; readonly paths: readonly string[] }[] = [
  {
    label: "Star",
    paths: [
      "M12 17.75l-6.172 3.245l1.179 -6.873l-5 -4.867l6.9 -1l3.086 -6.253l3.086 6.253l6.9 1l-5 4.867l1.179 6.873l-6.158 -3.245",
    ],
  },
  { label: "Heart", paths: ["M19.5 12.572l-7.5 7.428l-7.5 -7.428a5 5 0 1 1 7.5 -6.566a5 5 0 1 1 7.5 6.572"] },
  { label: "Check mark", paths: ["M5 12l5 5l10 -10"] },
  { label: "Lightning", paths: ["M13 3l0 7l6 0l-8 11l0 -7l-6 0l8 -11"] },
  {
    label: "Shield",
    paths: [
      "M11.46 20.846a12 12 0 0 1 -7.96 -14.846a12 12 0 0 0 8.5 -3a12 12 0 0 0 8.5 3a12 12 0 0 1 -.09 7.06",
      "M15 19l2 2l4 -4",
    ],
  },
  { label: "Clock", paths: ["M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0", "M12 7v5l3 3"] },
  {
    label: "Calendar",
    paths: [
      "M4 7a2 2 0 0 1 2 -2h12a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-12",
      "M16 3v4",
      "M8 3v4",
      "M4 11h16",
    ],
  },
  {
    label: "Place",
    paths: [
      "M9 11a3 3 0 1 0 6 0a3 3 0 0 0 -6 0",
      "M17.657 16.657l-4.243 4.243a2 2 0 0 1 -2.827 0l-4.244 -4.243a8 8 0 1 1 11.314 0",
    ],
  },
  {
    label: "Phone",
    paths: ["M5 4h4l2 5l-2.5 1.5a11 11 0 0 0 5 5l1.5 -2.5l5 2v4a2 2 0 0 1 -2 2a16 16 0 0 1 -15 -15a2 2 0 0 1 2 -2"],
  },
  {
    label: "Envelope",
    paths: ["M3 7a2 2 0 0 1 2 -2h14a2 2 0 0 1 2 2v10a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-10", "M3 7l9 6l9 -6"],
  },
  {
    label: "Message",
    paths: [
      "M8 9h8",
      "M8 13h6",
      "M18 4a3 3 0 0 1 3 3v8a3 3 0 0 1 -3 3h-5l-5 3v-3h-2a3 3 0 0 1 -3 -3v-8a3 3 0 0 1 3 -3h12",
    ],
  },
  { label: "Person", paths: ["M8 7a4 4 0 1 0 8 0a4 4 0 0 0 -8 0", "M6 21v-2a4 4 0 0 1 4 -4h4a4 4 0 0 1 4 4v2"] },
  {
    label: "People",
    paths: [
      "M5 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
      "M3 21v-2a4 4 0 0 1 4 -4h4a4 4 0 0 1 4 4v2",
      "M16 3.13a4 4 0 0 1 0 7.75",
      "M21 21v-2a4 4 0 0 0 -3 -3.85",
    ],
  },
  {
    label: "House",
    paths: [
      "M5 12l-2 0l9 -9l9 9l-2 0",
      "M5 12v7a2 2 0 0 0 2 2h10a2 2 0 0 0 2 -2v-7",
      "M9 21v-6a2 2 0 0 1 2 -2h2a2 2 0 0 1 2 2v6",
    ],
  },
  {
    label: "Shop",
    paths: [
      "M3 21l18 0",
      "M3 7v1a3 3 0 0 0 6 0v-1m0 1a3 3 0 0 0 6 0v-1m0 1a3 3 0 0 0 6 0v-1h-18l2 -4h14l2 4",
      "M5 21l0 -10.15",
      "M19 21l0 -10.15",
      "M9 21v-4a2 2 0 0 1 2 -2h2a2 2 0 0 1 2 2v4",
    ],
  },
  {
    label: "Shopping cart",
    paths: [
      "M4 19a2 2 0 1 0 4 0a2 2 0 1 0 -4 0",
      "M15 19a2 2 0 1 0 4 0a2 2 0 1 0 -4 0",
      "M17 17h-11v-14h-2",
      "M6 5l14 1l-1 7h-13",
    ],
  },
  {
    label: "Price tag",
    paths: [
      "M6.5 7.5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
      "M3 6v5.172a2 2 0 0 0 .586 1.414l7.71 7.71a2.41 2.41 0 0 0 3.408 0l5.592 -5.592a2.41 2.41 0 0 0 0 -3.408l-7.71 -7.71a2 2 0 0 0 -1.414 -.586h-5.172a3 3 0 0 0 -3 3",
    ],
  },
  {
    label: "Present",
    paths: [
      "M3 9a1 1 0 0 1 1 -1h16a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-16a1 1 0 0 1 -1 -1l0 -2",
      "M12 8l0 13",
      "M19 12v7a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-7",
      "M7.5 8a2.5 2.5 0 0 1 0 -5a4.8 8 0 0 1 4.5 5a4.8 8 0 0 1 4.5 -5a2.5 2.5 0 0 1 0 5",
    ],
  },
  {
    label: "Delivery",
    paths: [
      "M5 17a2 2 0 1 0 4 0a2 2 0 1 0 -4 0",
      "M15 17a2 2 0 1 0 4 0a2 2 0 1 0 -4 0",
      "M5 17h-2v-11a1 1 0 0 1 1 -1h9v12m-4 0h6m4 0h2v-6h-8m0 -5h5l3 5",
    ],
  },
  {
    label: "Card to pay",
    paths: [
      "M3 8a3 3 0 0 1 3 -3h12a3 3 0 0 1 3 3v8a3 3 0 0 1 -3 3h-12a3 3 0 0 1 -3 -3l0 -8",
      "M3 10l18 0",
      "M7 15l.01 0",
      "M11 15l2 0",
    ],
  },
  {
    label: "Book",
    paths: [
      "M3 19a9 9 0 0 1 9 0a9 9 0 0 1 9 0",
      "M3 6a9 9 0 0 1 9 0a9 9 0 0 1 9 0",
      "M3 6l0 13",
      "M12 6l0 13",
      "M21 6l0 13",
    ],
  },
  { label: "Graduation", paths: ["M22 9l-10 -4l-10 4l10 4l10 -4v6", "M6 10.6v5.4a6 3 0 0 0 12 0v-5.4"] },
  {
    label: "Camera",
    paths: [
      "M5 7h1a2 2 0 0 0 2 -2a1 1 0 0 1 1 -1h6a1 1 0 0 1 1 1a2 2 0 0 0 2 2h1a2 2 0 0 1 2 2v9a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-9a2 2 0 0 1 2 -2",
      "M9 13a3 3 0 1 0 6 0a3 3 0 0 0 -6 0",
    ],
  },
  {
    label: "Music",
    paths: ["M3 17a3 3 0 1 0 6 0a3 3 0 0 0 -6 0", "M13 17a3 3 0 1 0 6 0a3 3 0 0 0 -6 0", "M9 17v-13h10v13", "M9 8h10"],
  },
  {
    label: "Tools",
    paths: [
      "M3 21h4l13 -13a1.5 1.5 0 0 0 -4 -4l-13 13v4",
      "M14.5 5.5l4 4",
      "M12 8l-5 -5l-4 4l5 5",
      "M7 8l-1.5 1.5",
      "M16 12l5 5l-4 4l-5 -5",
      "M16 17l-1.5 1.5",
    ],
  },
  {
    label: "Leaf",
    paths: [
      "M5 21c.5 -4.5 2.5 -8 7 -10",
      "M9 18c6.218 0 10.5 -3.288 11 -12v-2h-4.014c-9 0 -11.986 4 -12 9c0 1 0 3 2 5h3l.014 0",
    ],
  },
  {
    label: "Sun",
    paths: [
      "M8 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
      "M3 12h1m8 -9v1m8 8h1m-9 8v1m-6.4 -15.4l.7 .7m12.1 -.7l-.7 .7m0 11.4l.7 .7m-12.1 -.7l-.7 .7",
    ],
  },
  {
    label: "Cup",
    paths: [
      "M3 14c.83 .642 2.077 1.017 3.5 1c1.423 .017 2.67 -.358 3.5 -1c.83 -.642 2.077 -1.017 3.5 -1c1.423 -.017 2.67 .358 3.5 1",
      "M8 3a2.4 2.4 0 0 0 -1 2a2.4 2.4 0 0 0 1 2",
      "M12 3a2.4 2.4 0 0 0 -1 2a2.4 2.4 0 0 0 1 2",
      "M3 10h14v5a6 6 0 0 1 -6 6h-2a6 6 0 0 1 -6 -6v-5",
      "M16.746 16.726a3 3 0 1 0 .252 -5.555",
    ],
  },
  {
    label: "Key",
    paths: [
      "M16.555 3.843l3.602 3.602a2.877 2.877 0 0 1 0 4.069l-2.643 2.643a2.877 2.877 0 0 1 -4.069 0l-.301 -.301l-6.558 6.558a2 2 0 0 1 -1.239 .578l-.175 .008h-1.172a1 1 0 0 1 -.993 -.883l-.007 -.117v-1.172a2 2 0 0 1 .467 -1.284l.119 -.13l.414 -.414h2v-2h2v-2l2.144 -2.144l-.301 -.301a2.877 2.877 0 0 1 0 -4.069l2.643 -2.643a2.877 2.877 0 0 1 4.069 0",
      "M15 9h.01",
    ],
  },
  {
    label: "Lock",
    paths: [
      "M5 13a2 2 0 0 1 2 -2h10a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-6",
      "M11 16a1 1 0 1 0 2 0a1 1 0 0 0 -2 0",
      "M8 11v-4a4 4 0 1 1 8 0v4",
    ],
  },
  { label: "Magnifier", paths: ["M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0", "M21 21l-6 -6"] },
  { label: "Download", paths: ["M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2 -2v-2", "M7 11l5 5l5 -5", "M12 4l0 12"] },
  {
    label: "World",
    paths: [
      "M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0",
      "M3.6 9h16.8",
      "M3.6 15h16.8",
      "M11.5 3a17 17 0 0 0 0 18",
      "M12.5 3a17 17 0 0 1 0 18",
    ],
  },
  {
    label: "Light bulb",
    paths: [
      "M3 12h1m8 -9v1m8 8h1m-15.4 -6.4l.7 .7m12.1 -.7l-.7 .7",
      "M9 16a5 5 0 1 1 6 0a3.5 3.5 0 0 0 -1 3a2 2 0 0 1 -4 0a3.5 3.5 0 0 0 -1 -3",
      "M9.7 17l4.6 0",
    ],
  },
  {
    label: "Chart",
    paths: [
      "M3 13a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v6a1 1 0 0 1 -1 1h-4a1 1 0 0 1 -1 -1l0 -6",
      "M15 9a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v10a1 1 0 0 1 -1 1h-4a1 1 0 0 1 -1 -1l0 -10",
      "M9 5a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v14a1 1 0 0 1 -1 1h-4a1 1 0 0 1 -1 -1l0 -14",
      "M4 20h14",
    ],
  },
  { label: "Flag", paths: ["M5 5a5 5 0 0 1 7 0a5 5 0 0 0 7 0v9a5 5 0 0 1 -7 0a5 5 0 0 0 -7 0v-9", "M5 21v-7"] },
];

export const iconSvg = (label: string): string => {
  const paths = iconDrawings.find((icon) => icon.label === label)?.paths ?? [];
  return `<svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${paths.map((path) => `<path d="${path}"/>`).join("")}</svg>`;
};
