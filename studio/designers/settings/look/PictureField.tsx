import { Button, FileButton } from "@mantine/core";
import { IconPhoto, IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { base64OfBytes } from "#engine/definition/base64";
import { MAX_PICTURE_BYTES, readPictureText, readThemePicture } from "#engine/definition/theme-picture";
import { FieldRow } from "../../../components/FieldRow.tsx";
import classes from "./look.module.css";

interface Props {
  readonly label: string;
  readonly help: string;
  readonly isSquare?: boolean;
  /** Base64 of what is there now. */
  readonly text: string | undefined;
  /** Base64; undefined to remove it. */
  readonly onChoose: (text: string | undefined) => void;
}

/** A picture of the look, by file dialog or drop. What it is, is judged by its bytes, before anything is written. */
export function PictureField({ label, help, isSquare, text, onChoose }: Props) {
  const [refusal, setRefusal] = useState<string>();
  const [isOver, setOver] = useState(false);
  const picture = text === undefined ? undefined : readPictureText(text);

  const take = async (file: File | null | undefined) => {
    if (!file) return;
    // A file of gigabytes is not read to learn that it is too long.
    const bytes = new Uint8Array(await file.slice(0, MAX_PICTURE_BYTES + 1).arrayBuffer());
    const read = readThemePicture(bytes);
    if (file.size > MAX_PICTURE_BYTES && !(read.ok === false && bytes.length <= MAX_PICTURE_BYTES)) {
      setRefusal(
        `${file.name} was not taken. It has ${Math.ceil(file.size / 1_000)} kB, and a picture in the app has at most 48 kB. Save it smaller, or with fewer colours.`,
      );
      return;
    }
    if (!read.ok) {
      setRefusal(`${file.name} was not taken. ${read.reason}`);
      return;
    }
    setRefusal(undefined);
    onChoose(base64OfBytes(bytes));
  };
  const drag = (over: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(over);
  };
  const choose = text === undefined ? `Choose a picture` : "Replace";
  return (
    <FieldRow label={label} help={help} refusal={refusal}>
      <fieldset
        aria-label={`${label}: drop a file`}
        className={classes.picture}
        data-over={isOver || undefined}
        onDragEnter={drag(true)}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          void take(event.dataTransfer.files[0]);
        }}
      >
        <span className={classes.shown} data-square={isSquare || undefined}>
          {picture?.ok ? (
            <img src={`data:${picture.type};base64,${text}`} alt={`${label} as it is`} />
          ) : (
            <IconPhoto size={20} stroke={1.25} aria-hidden />
          )}
        </span>
        <div className={classes.pictureActs}>
          <FileButton
            accept="image/png,image/webp"
            onChange={(file) => void take(file)}
            inputProps={{ "aria-label": `${label}: file` }}
          >
            {(button) => (
              <Button
                {...button}
                size="xs"
                variant="default"
                aria-label={`${choose}: ${label}`}
                leftSection={<IconUpload size={14} stroke={1.5} aria-hidden />}
              >
                {choose}
              </Button>
            )}
          </FileButton>
          {text !== undefined && (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={`Remove: ${label}`}
              onClick={() => {
                setRefusal(undefined);
                onChoose(undefined);
              }}
            >
              Remove
            </Button>
          )}
          <span className={classes.size}>
            {picture?.ok ? `${picture.width} × ${picture.height} pixels` : "or drop it here"}
          </span>
        </div>
      </fieldset>
    </FieldRow>
  );
}
