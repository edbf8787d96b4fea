import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";

/** What the link of a mail leads to. It is opened once: what it says does not change while the screen is there. */
export function useMailLink<Opened>(kind: string, open: (token: string, signal: AbortSignal) => Promise<Opened>) {
  const { token = "" } = useParams();
  const link = useQuery({
    queryKey: [kind, token],
    queryFn: ({ signal }) => open(token, signal),
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { token, link };
}
