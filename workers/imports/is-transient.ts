/** Connection lost, server shutting down, too many connections. */
export const isTransient = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code ?? "");
  return (
    /^(?:08...|57P0[123]|53300)$/.test(code) ||
    ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code) ||
    /Connection terminated/.test(String(error))
  );
};
