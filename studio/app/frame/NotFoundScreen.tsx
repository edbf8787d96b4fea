import { Button } from "@mantine/core";
import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";

export function NotFoundScreen() {
  return (
    <Screen title="Nothing here" isHeadingHidden>
      <EmptyState
        title="Nothing is at this address"
        action={
          <Button component={Link} to="/">
            All apps
          </Button>
        }
      >
        The link may be old, or what it pointed to was deleted.
      </EmptyState>
    </Screen>
  );
}
