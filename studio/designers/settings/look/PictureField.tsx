import { Button, FileButton } from "@mantine/core";
import { IconPhoto, IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { readPictureText } from "#engine/definition/theme-picture";
import { FieldRow } from "../../../components/FieldRow.tsx";
import classes from "./look.module.css";
import { takePicture } from "./take-picture.ts";

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
    const taken = await takePicture(file);
    setRefusal(taken.refusal);
    if (taken.text !== undefined) onChoose(taken.text);
  };
  const drag = (over: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(over);
  };
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
        <PictureActs
          label={label}
          picture={picture}
          onTake={(file) => void take(file)}
          onRemove={() => {
            setRefusal(undefined);
            onChoose(undefined);
          }}
        />
      </fieldset>
    </FieldRow>
  );
}

interface ActsProps {
  readonly label: string;
  /** What is there now. */
  readonly picture: ReturnType<typeof readPictureText> | undefined;
  readonly onTake: (file: File | null) => void;
  readonly onRemove: () => void;
}

function PictureActs({ label, picture, onTake, onRemove }: ActsProps) {
  const choose = picture === undefined ? `Choose a picture` : "Replace";
  return (
    <div className={classes.pictureActs}>
      <FileButton accept="image/png,image/webp" onChange={onTake} inputProps={{ "aria-label": `${label}: file` }}>
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
      {picture !== undefined && (
        <Button size="xs" variant="subtle" color="gray" aria-label={`Remove: ${label}`} onClick={onRemove}>
          Remove
        </Button>
      )}
      <span className={classes.size}>
        {picture?.ok ? `${picture.width} × ${picture.height} pixels` : "or drop it here"}
      </span>
    </div>
  );
}
