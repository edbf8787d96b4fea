import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { RouterProvider } from "react-router/dom";
import { queryClient } from "./api/queries.ts";
import { router } from "./router.tsx";
import { nonce } from "./theme/nonce.ts";
import { theme } from "./theme/theme.ts";

const colorScheme = localStorageColorSchemeManager({ key: "quintet-color-scheme" });

export function App() {
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorScheme}
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Notifications position="bottom-center" limit={3} autoClose={10_000} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
