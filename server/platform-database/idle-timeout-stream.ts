import { Socket } from "node:net";

/**
 * The socket of a connection whose statements all end within a time-out of Postgres' own: one from which nothing came
 * for longer is idle or dead, and ends. Without it a network that drops all packets would block callers forever.
 */
export const idleTimeoutStream = (ms: number) => (): Socket => {
  const socket = new Socket();
  socket.setTimeout(ms, () =>
    socket.destroy(Object.assign(new Error("The database did not answer in time."), { code: "ETIMEDOUT" })),
  );
  return socket;
};
