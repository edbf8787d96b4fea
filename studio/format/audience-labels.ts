import type { AppAudience } from "#engine/definition/app-definition";

/** The answers to "Who is this for?", the widest first. */
export const audienceLabels: readonly { readonly audience: AppAudience; readonly label: string }[] = [
  { audience: "anyone", label: "Everyone: anyone on the internet" },
  { audience: "any_key", label: "Only those I give an API key" },
  { audience: "builders", label: "Only builders of this workspace" },
];
