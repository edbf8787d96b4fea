import { readFile } from "node:fs/promises";
import path from "node:path";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import expressStaticGzip from "express-static-gzip";
import { PLATFORM_PREFIX } from "#contract/endpoint";
import { UserError } from "#engine/errors";
import { definitionJsonSchema } from "#engine/serialization/json-schema";
import { answerOf } from "../problems/problem.ts";
import { FILE_POLICY, NONCE_PLACEHOLDER, newNonce, studioPolicy, wordsPolicy } from "./browser-policy.ts";
import { errorPage } from "./error-page.ts";
import { loggedPath } from "./logged-path.ts";
import type { Api } from "./mount-endpoint.ts";
import { platformOpenApi } from "./platform-openapi.ts";
import { requestState } from "./request-state.ts";

/**
 * The studio's host: the platform's API, its OpenAPI document, the built studio, and for every other page path the
 * studio's `index.html`, whose router takes over.
 */
export function createStudioApp(input: { api: Api; studioFolder: string }): Express {
  const { api, studioFolder } = input;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  let openApi: string | undefined;
  app.get("/platform/openapi.json", (_request, response) => {
    openApi ??= JSON.stringify(platformOpenApi(api.context.config.baseUrl));
    response.type("json").send(openApi);
  });
  let schema: string | undefined;
  app.get("/platform/app.schema.json", (_request, response) => {
    schema ??= JSON.stringify(definitionJsonSchema(`${api.context.config.baseUrl}/platform/app.schema.json`));
    response.type("application/schema+json").send(schema);
  });
  app.use(PLATFORM_PREFIX, api.router);
  app.use("/platform", () => {
    throw new UserError(
      "not_found",
      "The platform's API has no such path or method. /platform/openapi.json lists them.",
    );
  });

  const { production } = api.context.config;
  app.use((request, _response, next) => {
    // As the files are found: escapes in a path are read, and what cannot be read is no file.
    const file = unescaped(request.path);
    // The sources behind the built files are for the developers of Quintet.
    if (file === undefined || (production && /\.map$/i.test(file)))
      throw new UserError("not_found", "There is nothing here.");
    next();
  });
  app.use(studioFiles(studioFolder));
  app.get("/{*path}", studioPage(studioFolder));
  app.use(() => {
    throw new UserError("not_found", "There is nothing here.");
  });
  app.use(answerErrors);
  return app;
}

/** The built files, compressed where the browser takes that (vite.config.ts makes `.br` and `.gz` beside them). */
function studioFiles(studioFolder: string): RequestHandler {
  return expressStaticGzip(studioFolder, {
    enableBrotli: true,
    orderPreference: ["br", "gzip"],
    index: false,
    serveStatic: {
      redirect: false,
      setHeaders: (response, file) => {
        // Vite names files under assets/ by their content; browsers must revalidate all others.
        const hashed = file.startsWith(path.join(studioFolder, "assets") + path.sep);
        response.setHeader("content-security-policy", FILE_POLICY);
        response.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    },
  });
}

function unescaped(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The studio's page, the same for every path, with a nonce of its own each time: so no copy of it is ever kept. */
function studioPage(studioFolder: string): RequestHandler {
  const file = path.join(studioFolder, "index.html");
  return async (request, response, next) => {
    // A missing file is a 404 and not the studio's page: HTML in place of a script gives an error that is hard to understand.
    if (/\.[a-z0-9]{2,5}$/i.test(request.path) || request.path.startsWith("/assets/")) return next();
    const page = await readFile(file, "utf8").catch(() => undefined);
    if (page === undefined)
      return next(new UserError("not_found", "The studio is not built. Run `npm start`, or `npm run build`."));
    const nonce = newNonce();
    response
      .set({ "cache-control": "no-store", "content-security-policy": studioPolicy(nonce) })
      .type("html")
      .send(page.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
}

const answerErrors: ErrorRequestHandler = (error, request, response, _next) => {
  const { id, log } = requestState(request);
  const answer = answerOf(error, id);
  const path = loggedPath(request.originalUrl);
  if (answer.severity === "bug") log.error({ err: error, path }, "request failed by a bug");
  else if (answer.severity === "operational") log.warn({ err: error, path }, "request failed by the environment");
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  response.status(answer.body.status).set(answer.headers).set("cache-control", "no-store");
  const page = !request.originalUrl.startsWith("/platform/") && request.accepts(["html", "json"]) === "html";
  if (page) {
    const nonce = newNonce();
    response.set("content-security-policy", wordsPolicy(nonce)).type("html").send(errorPage(answer.body, nonce));
  } else response.type("application/problem+json").send(JSON.stringify(answer.body));
};
