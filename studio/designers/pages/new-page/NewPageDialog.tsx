import { Button, Checkbox, Modal } from "@mantine/core";
import { audienceOfApp } from "#engine/edits/commands/app-audience";
import { NewPageFields } from "./NewPageFields.tsx";
import classes from "./new-page.module.css";
import { StartChoice } from "./StartChoice.tsx";
import { useNewPage } from "./use-new-page.ts";

/** A new page: what it begins as, what it is called and where it is. Route and template are made as one step. */
export function NewPageDialog({ onClose }: { readonly onClose: () => void }) {
  const page = useNewPage(onClose);
  const { home } = page;
  return (
    <Modal opened onClose={onClose} title="New page" size={980} centered>
      <form
        ref={page.refusal.form}
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          page.add();
        }}
      >
        <StartChoice page={page} />
        <NewPageFields page={page} />
        {home && (
          <Checkbox
            label={`Make it the home page: ${home.title}, which is there now, moves to ${home.to}`}
            checked={page.movesHome}
            onChange={(event) => page.setMovesHome(event.currentTarget.checked)}
          />
        )}
        <div className={classes.actions}>
          <p className={classes.audience}>
            {audienceOfApp(page.reader) === "anyone"
              ? "Anyone may open it once it is published."
              : "Only builders may open it until you say who else may, under Routes."}
          </p>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={page.label.trim() === ""}>
            Add page
          </Button>
        </div>
      </form>
    </Modal>
  );
}
