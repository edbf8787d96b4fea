import { escapeHtml } from "#engine/templates/render/escaping";

/** A picture that is not loaded in the studio, since its host would learn who builds the page. */
export interface UnloadedPicture {
  readonly address: string;
  readonly alt: string;
  /** In pixels, where the page says them. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

const WIDTH = 640;
const HEIGHT = 360;

/** A drawing in its place, of the same size: its description, its size, its host. */
export function picturePlaceholder({ address, alt, width, height }: UnloadedPicture): string {
  const [wide, high] = [width ?? WIDTH, height ?? HEIGHT];
  const size = width !== undefined && height !== undefined ? `${width} × ${height} · ` : "";
  const unit = Math.max(10, Math.min(wide / 24, high / 5));
  const line = (text: string, dy: number, weight: number) =>
    `<text x="50%" y="50%" dy="${dy}" font-size="${unit}" font-weight="${weight}">${escapeHtml(shortened(text, (wide * 1.7) / unit))}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}"><rect width="100%" height="100%" fill="#d9dbe3"/><g fill="#3d404b" font-family="system-ui,sans-serif" text-anchor="middle">${line(alt === "" ? "Picture" : alt, -unit * 0.2, 600)}${line(`${size}${hostOf(address)}`, unit * 1.2, 400)}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** The host of the address; the path of a picture of the app's own. */
function hostOf(address: string): string {
  try {
    const url = new URL(address, "https://app.invalid");
    return url.hostname === "app.invalid" ? url.pathname : url.hostname;
  } catch {
    return "no address";
  }
}

const shortened = (text: string, length: number): string => {
  const most = Math.max(4, Math.floor(length));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};
