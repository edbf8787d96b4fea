import type { ComponentType } from "react";
import { createBrowserRouter, Navigate, useLocation } from "react-router";
import { RouteError } from "./app/frame/RouteError.tsx";
import { SessionGate } from "./app/sign-in/SessionGate.tsx";

/** Every place of the studio has a URL, and every designer is a chunk of its own. */
const screen = <Name extends string>(name: Name, load: () => Promise<Record<Name, ComponentType>>) => ({
  lazy: async () => ({ Component: (await load())[name] }),
});

/** `/templates/…` with what it asked for, as `/pages/…`. */
function MovedToPages() {
  const { pathname, search, hash } = useLocation();
  return <Navigate to={pathname.replace(/^(\/apps\/[^/]+)\/templates/, "$1/pages") + search + hash} replace />;
}

export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteError,
    HydrateFallback: () => null,
    children: [
      // Where links from mails lead: open to whoever holds one, signed in or not.
      {
        path: "/invitations/:token",
        ...screen("InvitationScreen", () => import("./account/InvitationScreen.tsx")),
      },
      { path: "/reset/:token", ...screen("ResetScreen", () => import("./account/ResetScreen.tsx")) },
      { path: "/address/:token", ...screen("AddressScreen", () => import("./account/AddressScreen.tsx")) },
      { path: "/forgot", ...screen("ForgotScreen", () => import("./account/ForgotScreen.tsx")) },
    ],
  },
  {
    path: "/",
    Component: SessionGate,
    ErrorBoundary: RouteError,
    HydrateFallback: () => null,
    children: [
      { path: "sign-in", element: <Navigate to="/" replace /> },
      {
        ...screen("HomeFrame", () => import("./app/frame/HomeFrame.tsx")),
        children: [
          { index: true, ...screen("HomeScreen", () => import("./app/home/HomeScreen.tsx")) },
          { path: "imports/:importId", ...screen("ImportScreen", () => import("./imports/ImportScreen.tsx")) },
          { path: "account", ...screen("AccountScreen", () => import("./account/AccountScreen.tsx")) },
          {
            path: "workspace",
            ...screen("WorkspaceFrame", () => import("./workspace/WorkspaceFrame.tsx")),
            children: [
              { index: true, element: <Navigate to="members" replace /> },
              { path: "members", ...screen("MembersScreen", () => import("./workspace/MembersScreen.tsx")) },
              {
                path: "mail/:tab?/:inboxMailId?",
                ...screen("MailScreen", () => import("./workspace/mail/MailScreen.tsx")),
              },
              { path: "tokens", ...screen("TokensScreen", () => import("./workspace/TokensScreen.tsx")) },
              { path: "audit", ...screen("AuditScreen", () => import("./workspace/AuditScreen.tsx")) },
            ],
          },
        ],
      },
      {
        path: "apps/:appId",
        ...screen("AppFrame", () => import("./app/frame/AppFrame.tsx")),
        children: [
          { index: true, element: <Navigate to="models" replace /> },
          {
            ErrorBoundary: RouteError,
            children: [
              {
                path: "models/:modelId?",
                ...screen("ModelsScreen", () => import("./designers/models/ModelsScreen.tsx")),
              },
              { path: "data/:modelId?", ...screen("DataScreen", () => import("./designers/data/DataScreen.tsx")) },
              { path: "routes", ...screen("RoutesScreen", () => import("./designers/routes/RoutesScreen.tsx")) },
              { path: "forms/:formId?", ...screen("FormsScreen", () => import("./designers/forms/FormsScreen.tsx")) },
              { path: "flows/:flowId?", ...screen("FlowsScreen", () => import("./designers/flows/FlowsScreen.tsx")) },
              {
                path: "pages/:templateId?",
                ...screen("PagesScreen", () => import("./designers/templates/PagesScreen.tsx")),
              },
              // Where pages were before: bookmarks and links in issues still lead there.
              { path: "templates/:templateId?", element: <MovedToPages /> },
              {
                path: "preview",
                ...screen("PreviewScreen", () => import("./designers/templates/preview/PreviewScreen.tsx")),
              },
              { path: "users", ...screen("UsersScreen", () => import("./designers/users/UsersScreen.tsx")) },
              {
                path: "mail/:tab?",
                ...screen("AppMailScreen", () => import("./designers/mail/AppMailScreen.tsx")),
              },
              { path: "access", ...screen("AccessScreen", () => import("./designers/access/AccessScreen.tsx")) },
              { path: "api", ...screen("ApiScreen", () => import("./designers/api/ApiScreen.tsx")) },
              {
                path: "releases/:number?",
                ...screen("ReleasesScreen", () => import("./releases/ReleasesScreen.tsx")),
              },
              {
                path: "settings",
                ...screen("SettingsScreen", () => import("./designers/settings/SettingsScreen.tsx")),
              },
              { path: "*", ...screen("NotFoundScreen", () => import("./app/frame/NotFoundScreen.tsx")) },
            ],
          },
        ],
      },
      { path: "*", ...screen("NotFoundScreen", () => import("./app/frame/NotFoundScreen.tsx")) },
    ],
  },
]);
