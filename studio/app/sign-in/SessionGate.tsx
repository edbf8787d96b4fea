import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { Outlet } from "react-router";
import { confirmationStore } from "../../api/confirmation.ts";
import { sessionQuery } from "../../api/queries.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { SessionContext, type SignedIn, useSession } from "../../session/use-session.ts";
import { TransportNotice } from "./TransportNotice.tsx";

const ConfirmPerson = lazy(async () => ({ default: (await import("./ConfirmPerson.tsx")).ConfirmPerson }));
const FirstRun = lazy(async () => ({ default: (await import("./FirstRun.tsx")).FirstRun }));
const SignInAgain = lazy(async () => ({ default: (await import("./SignInAgain.tsx")).SignInAgain }));
const SignIn = lazy(async () => ({ default: (await import("./SignIn.tsx")).SignIn }));

const reconnectLater = () =>
  void import("../../api/socket.ts").then(({ reconnectStudioSocket }) => reconnectStudioSocket());

/** What a session that ends under somebody's hands looks like; loaded when it happens. */
function SessionWatch() {
  const isOver = useUiStore((ui) => ui.isSessionOver);
  const setOver = useUiStore((ui) => ui.setSessionOver);
  const queries = useQueryClient();
  const here = useSession();
  const person = here.account.id;
  const workspace = here.workspace.id;
  useEffect(() => {
    let stop = () => {};
    let isLeft = false;
    const changed = (session: SignedIn) => {
      // Somebody else, or another workspace: what is shown here is not theirs. Unsaved work is asked about by the page.
      if (session.account.id !== person || session.workspace.id !== workspace) return location.assign("/");
      if (useUiStore.getState().isSessionOver) {
        setOver(false);
        reconnectLater();
      }
      queries.setQueryData(sessionQuery.queryKey, session);
    };
    // The socket is not needed for the first screen.
    void import("../../api/session-over.ts").then(({ watchSession }) => {
      if (!isLeft) stop = watchSession({ ended: () => setOver(true), changed });
    });
    return () => {
      isLeft = true;
      stop();
    };
  }, [setOver, queries, person, workspace]);
  return isOver ? (
    <Suspense>
      <SignInAgain />
    </Suspense>
  ) : null;
}

/** Opens when the server asks who is there; loaded then. Where the focus was goes with it, to be given back. */
function ConfirmationWatch() {
  const isAsked = useSyncExternalStore(confirmationStore.subscribe, confirmationStore.isAsked);
  const wasAsked = useRef(false);
  wasAsked.current ||= isAsked;
  const cameFrom = useRef<HTMLElement>(null);
  useEffect(() => {
    // A button that waits is disabled, and has lost the focus by the time that the dialog opens.
    const focused = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !confirmationStore.isAsked()) cameFrom.current = target;
    };
    document.addEventListener("focusin", focused);
    return () => document.removeEventListener("focusin", focused);
  }, []);
  return wasAsked.current ? (
    <Suspense>
      <ConfirmPerson isAsked={isAsked} cameFrom={cameFrom} />
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
        <ConfirmationWatch />
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
