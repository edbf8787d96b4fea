import { base64OfBytes } from "#engine/definition/base64";
import { MAX_PICTURE_BYTES, readThemePicture } from "#engine/definition/theme-picture";

type Taken =
  | { /** Base64. */ readonly text: string; readonly refusal?: undefined }
  | { readonly text?: undefined; readonly refusal: string };

/** A file as a picture of the look, or why it is none. */
export async function takePicture(file: File): Promise<Taken> {
  // A file of gigabytes is not read to learn that it is too long.
  const bytes = new Uint8Array(await file.slice(0, MAX_PICTURE_BYTES + 1).arrayBuffer());
  const read = readThemePicture(bytes);
  if (file.size > MAX_PICTURE_BYTES && !(read.ok === false && bytes.length <= MAX_PICTURE_BYTES)) {
    return {
      refusal: `${file.name} was not taken. It has ${Math.ceil(file.size / 1_000)} kB, and a picture in the app has at most 48 kB. Save it smaller, or with fewer colours.`,
    };
  }
  if (!read.ok) return { refusal: `${file.name} was not taken. ${read.reason}` };
  return { text: base64OfBytes(bytes) };
}
