import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { attributeText } from "#engine/pages/edits/attribute-changes";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import classes from "./pages.module.css";

/** Where the selected words of a text lead: to a page of the app, or to an address. */
export function LinkDialog(props: {
  readonly pages: readonly { readonly name: string; readonly label: string }[];
  /** The value of the attribute as source; undefined when there is to be no link. */
  readonly onDone: (href: string | undefined) => void;
}) {
  const { pages, onDone } = props;
  const [page, setPage] = useState("");
  const [address, setAddress] = useState("");
  const href = page === "" ? attributeText(address.trim()) : `{% url "${page}" %}`;
  return (
    <Modal opened title="Link" size="sm" onClose={() => onDone(undefined)}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          onDone(href === "" ? undefined : href);
        }}
      >
        <PlainSelect label="Leads to" value={page} onChange={(event) => setPage(event.currentTarget.value)}>
          <option value="">Another address</option>
          {pages.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </PlainSelect>
        {page === "" && (
          <TextInput
            label="Address"
            placeholder="/books/ or https://example.org"
            data-autofocus
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
        )}
        <Button type="submit" disabled={href === ""}>
          Make it a link
        </Button>
      </form>
    </Modal>
  );
}
