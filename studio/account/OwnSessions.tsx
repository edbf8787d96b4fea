import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { endOtherSessions, endSession, listSessions } from "#contract/http/account";
import { call } from "../api/client.ts";
import { LineItem } from "../components/LineItem.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { formatAgo, formatDay } from "../format/format-time.ts";
import classes from "./account.module.css";

const queryKey = ["sessions"];

/** One's own sessions, with the way to end those elsewhere. */
export function OwnSessions() {
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(listSessions, {}, { signal })).results,
  });
  const settled = {
    onError: (error: Error) => notifications.show({ color: "red", title: "It was not ended", message: error.message }),
    onSettled: () => void queries.invalidateQueries({ queryKey }),
  };
  const end = useMutation({
    mutationFn: (sessionId: string) => call(endSession, { params: { sessionId } }),
    ...settled,
  });
  const endOthers = useMutation({ mutationFn: () => call(endOtherSessions, {}), ...settled });
  if (sessions.isPending) return <SkeletonRows what="Loading your sessions" count={2} />;
  if (sessions.isError) return <ProblemNote problem={{ severity: "error", message: sessions.error.message }} />;
  const others = sessions.data.filter(({ isCurrent }) => !isCurrent).length;
  return (
    <>
      <ul className={classes.card}>
        {sessions.data.map((session) => (
          <LineItem
            key={session.id}
            name={session.browser}
            about={`${session.address === "" ? "from an unknown address" : session.address} · since ${formatDay(session.createdAt)}`}
          >
            <span className={classes.quiet}>
              {session.isCurrent ? "this one" : `used ${formatAgo(session.lastSeenAt)}`}
            </span>
            {session.isCurrent ? null : (
              <Button
                size="xs"
                variant="subtle"
                color="red"
                disabled={end.isPending}
                aria-label={`Sign out ${session.browser}, ${session.address}`}
                onClick={() => end.mutate(session.id)}
              >
                Sign out
              </Button>
            )}
          </LineItem>
        ))}
      </ul>
      {others > 0 ? (
        <Button
          variant="default"
          className={classes.below ?? ""}
          loading={endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          Sign out everywhere else
        </Button>
      ) : null}
    </>
  );
}
