import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { deleteApp } from "#contract/http/apps";
import { call } from "../../api/client.ts";
import { appsQuery } from "../../api/queries.ts";
import { ConfirmByName } from "../../components/ConfirmByName.tsx";
import { useApp } from "../../session/use-app.ts";
import classes from "./settings.module.css";

/** Deletes the app, after its name was typed. */
export function DeleteApp() {
  const app = useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(deleteApp, { params: { appId: app.id }, body: { confirm: app.label } }),
    onSuccess: async () => {
      await navigate("/");
      void queries.invalidateQueries({ queryKey: appsQuery.queryKey });
    },
  });
  return (
    <section className={classes.section} aria-labelledby="settings-delete">
      <h2 id="settings-delete">Delete</h2>
      <p className={classes.quiet}>
        The app stops answering at once. For 30 days an owner can restore it, with everything, from under the list of
        apps; then it is deleted permanently.
      </p>
      <Button variant="outline" color="red" className={classes.delete ?? ""} onClick={() => setAsking(true)}>
        Delete {app.label}
      </Button>
      <ConfirmByName
        opened={isAsking}
        title={`Delete ${app.label}?`}
        name={app.label}
        actionLabel="Delete the app"
        isBusy={remove.isPending}
        failure={remove.error?.message}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      >
        {app.live ? `${app.url} stops answering at once, for pages and API clients. ` : ""}
        For 30 days it can be restored with its models, pages, rows, releases and keys: on the screen of all apps, under
        “Deleted apps”. Until then another app may take its address.
      </ConfirmByName>
    </section>
  );
}
