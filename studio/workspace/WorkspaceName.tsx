import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { renameWorkspace } from "#contract/http/people";
import { call } from "../api/client.ts";
import { useMay } from "../session/use-may.ts";
import { useSession } from "../session/use-session.ts";
import classes from "./workspace.module.css";

/** The workspace's name, where its owners may change it. */
export function WorkspaceName() {
  const { workspace } = useSession();
  const may = useMay();
  const queries = useQueryClient();
  const [name, setName] = useState(workspace.name);
  const rename = useMutation({
    mutationFn: () => call(renameWorkspace, { body: { name: name.trim() } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["session"] }),
  });
  if (!may("manageWorkspace")) return null;
  const isChanged = name.trim() !== workspace.name && name.trim() !== "";
  return (
    <form
      className={classes.oneLine}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) rename.mutate();
      }}
    >
      <TextInput
        label="Name of the workspace"
        value={name}
        maxLength={120}
        error={rename.error?.message}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="md" variant="default" disabled={!isChanged} loading={rename.isPending}>
        Rename
      </Button>
    </form>
  );
}
