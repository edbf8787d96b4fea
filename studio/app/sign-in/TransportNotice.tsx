import { Alert } from "@mantine/core";
import type { SessionState } from "#contract/http/session";

const words = {
  https_needed: {
    title: "This address needs https",
    text: "Browsers do not keep you signed in over plain http outside localhost. Open Quintet over https or at http://localhost.",
  },
  insecure_http: {
    title: "Not encrypted",
    text: "Passwords and everything you do here cross the network in the clear. Use this on a network of your own only.",
  },
} as const;

/** What people must know about the way to us: plain http outside localhost. */
export function TransportNotice({ notice }: { readonly notice: SessionState["notice"] }) {
  if (!notice) return null;
  return (
    <Alert color={notice === "https_needed" ? "red" : "yellow"} title={words[notice].title} radius={0} role="status">
      {words[notice].text}
    </Alert>
  );
}
