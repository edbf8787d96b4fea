import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { createApp } from "#contract/http/apps";
import { call } from "../../api/client.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import classes from "./StartEmpty.module.css";

/** One question, one button: the name of a new app. Its zone and language are the browser's; Settings changes them. */
export function StartEmpty({ onCancel }: { readonly onCancel?: () => void }) {
  const [label, setLabel] = useState("");
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = useSingleMutation({
    mutationFn: () =>
      call(createApp, {
        body: { label, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale: navigator.language },
      }),
    onSuccess: (app) => {
      void queries.invalidateQueries({ queryKey: ["apps"] });
      void navigate(`/apps/${app.id}/models`);
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "") create.mutate();
      }}
    >
      <TextInput
        label="Name of the app"
        placeholder="Bookshop"
        value={label}
        error={create.error?.message}
        autoFocus={onCancel !== undefined}
        maxLength={200}
        required
        onChange={(event) => setLabel(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel?.();
        }}
      />
      <div className={classes.actions}>
        <Button type="submit" size="md" variant={onCancel ? "filled" : "default"} loading={create.isPending}>
          Start empty
        </Button>
        {onCancel ? (
          <Button size="md" variant="subtle" color="gray" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
      </div>
    </form>
  );
}
