import { type UseMutationOptions, type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useRef } from "react";

/**
 * A mutation that a double click or a second Enter does not repeat: while it runs, and once it has succeeded, it is
 * passed over; after a failure it can be tried again. For what makes something and then leads elsewhere. The guard is no
 * state of React's: the second click may come before the next render.
 */
export function useSingleMutation<Data, Variables = void>(
  options: UseMutationOptions<Data, Error, Variables>,
): UseMutationResult<Data, Error, Variables> {
  const isTaken = useRef(false);
  const mutation = useMutation({
    ...options,
    onError: (...failure) => {
      isTaken.current = false;
      return options.onError?.(...failure);
    },
  });
  const mutate: typeof mutation.mutate = (...input) => {
    if (isTaken.current) return;
    isTaken.current = true;
    mutation.mutate(...input);
  };
  return { ...mutation, mutate };
}
