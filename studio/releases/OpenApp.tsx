import { Button } from "@mantine/core";
import { Link } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { useOpenAddress } from "./use-open-address.ts";

/** "Open": in a tab of its own what visitors get, or here the preview, when they get nothing. */
export function OpenApp({ app }: { readonly app: AppSummary }) {
  const { href, isPreview } = useOpenAddress(app)();
  return isPreview ? (
    <Button component={Link} to={href}>
      Open
    </Button>
  ) : (
    <Button component="a" href={href} target="_blank" rel="noreferrer">
      Open
    </Button>
  );
}
