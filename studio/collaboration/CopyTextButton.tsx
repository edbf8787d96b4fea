import { Button, CopyButton } from "@mantine/core";

/** A button that puts a text on the clipboard and says so. */
export function CopyTextButton({ text }: { readonly text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy}>
          {copied ? "Copied" : "Copy"}
        </Button>
      )}
    </CopyButton>
  );
}
