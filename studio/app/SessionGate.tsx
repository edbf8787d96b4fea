import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Outlet } from "react-router";
import { sessionQuery } from "../api/queries.ts";
import { EmptyState } from "../components/EmptyState.tsx";
import { TransportNotice } from "./TransportNotice.tsx";
import { useUiStore } from "./ui-store.ts";
import { SessionContext } from "./use-session.ts";

const FirstRun = lazy(async () => ({ default: (await import("./FirstRun.tsx")).FirstRun }));
const SignInAgain = lazy(async () => ({ default: (await import("./SignInAgain.tsx")).SignInAgain }));
const SignIn = lazy(async () => ({ default: (await import("./SignIn.tsx")).SignIn }));

/** What a session that ends under somebody's hands looks like; loaded when it happens. */
function SessionWatch() {
  const isOver = useUiStore((ui) => ui.isSessionOver);
  const setOver = useUiStore((ui) => ui.setSessionOver);
  useEffect(() => {
    let stop = () => {};
    let isLeft = false;
    // The socket is not needed for the first screen.
    void import("../api/session-over.ts").then(({ watchSession }) => {
      if (!isLeft) stop = watchSession(() => setOver(true));
    });
    return () => {
      isLeft = true;
      stop();
    };
  }, [setOver]);
  return isOver ? (
    <Suspense>
      <SignInAgain />
    </Suspense>
  ) : null;
}

/** Who is here decides what is here: the first run, the sign-in, or the studio. The address stays, to come back to. */
export function SessionGate() {
  const session = useQuery(sessionQuery);
  if (session.data?.state === "signed_in") {
    return (
      <SessionContext value={session.data}>
        <TransportNotice notice={session.data.notice} />
        <Outlet />
        <SessionWatch />
      </SessionContext>
    );
  }
  if (session.data) {
    return (
      <Suspense>
        <TransportNotice notice={session.data.notice} />
        {session.data.state === "first_run" ? <FirstRun setupCodeNeeded={session.data.setupCodeNeeded} /> : <SignIn />}
      </Suspense>
    );
  }
  if (session.isError) {
    return (
      <main style={{ display: "flex", minHeight: "100vh" }}>
        <EmptyState
          title="Quintet does not answer"
          action={<Button onClick={() => void session.refetch()}>Try again</Button>}
        >
          {session.error.message}
        </EmptyState>
      </main>
    );
  }
  return null;
}
