import { describe, expect, it } from "vitest";
import { lineOf, type Node, parseSource, productSources, type Source, textOf, walk } from "./support/source-code.ts";

/**
 * What the product's code may not do, and the few places that may, each with its reason. A finding is mended, or named
 * here; a name that is not needed any more fails too. `caught` are snippets that the rule must find: a rule that finds
 * nothing proves nothing.
 */
interface Rule {
  readonly what: string;
  readonly why: string;
  /** What is found at this node, in the words that `allowed` names it by; undefined: nothing. */
  readonly find: (node: Node, source: Source, parent: Node | undefined) => string | undefined;
  readonly caught: readonly string[];
  readonly passed?: readonly string[];
  /** File, or folder with a slash → what it may do there (all of it, or by its words) → why that is right. */
  readonly allowed: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const nameOf = (node: unknown): string | undefined => {
  const { type, name, value } = (node ?? {}) as Node;
  if (type === "Identifier" || type === "JSXIdentifier") return name as string;
  return type === "Literal" && typeof value === "string" ? value : undefined;
};
/** `a.b` of a call, an assignment or a read, also as `a["b"]` and `a?.b`. */
const memberOf = (node: unknown): { object: Node; property: string | undefined } | undefined => {
  const { type, object, property } = (node ?? {}) as Node;
  return type === "MemberExpression" ? { object: object as Node, property: nameOf(property) } : undefined;
};
/** Globals stand alone, or after what means the global object. */
const globalOf = (node: unknown): string | undefined => {
  const member = memberOf(node);
  if (!member) return (node as Node | undefined)?.type === "Identifier" ? nameOf(node) : undefined;
  return ["globalThis", "window", "self", "global"].includes(nameOf(member.object) ?? "") ? member.property : undefined;
};
const isCall = (node: Node): boolean => node.type === "CallExpression" || node.type === "NewExpression";
const calledGlobal = (node: Node, names: readonly string[]): string | undefined => {
  const name = isCall(node) ? globalOf(node.callee) : undefined;
  return name !== undefined && names.includes(name) ? name : undefined;
};
const methodOf = (node: Node, objects: readonly string[], methods: readonly string[]): string | undefined => {
  const member = memberOf(node);
  const object = member && nameOf(member.object);
  return object && objects.includes(object) && methods.includes(member.property ?? "")
    ? `${object}.${member.property}`
    : undefined;
};
/** The names that are imported from a module, with values and not with types; "*" for all of it. */
const importsOf = (node: Node, module: RegExp): string[] => {
  const source = node.source as Node | undefined;
  if (!source || !module.test(String(source.value))) return [];
  if (node.type === "ImportExpression" || node.type === "ExportAllDeclaration") return ["*"];
  if (node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration") return [];
  return (node.specifiers as Node[])
    .filter((one) => one.importKind !== "type")
    .map((one) => (one.type === "ImportSpecifier" ? (nameOf(one.imported) ?? "*") : "*"));
};
const importing = (node: Node, module: RegExp, harmless: readonly string[] = []): string | undefined => {
  const names = importsOf(node, module).filter((name) => !harmless.includes(name));
  return names.length > 0 ? names.sort().join(" ") : undefined;
};

const SQL_WORD =
  /\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|VALUES|GRANT|REVOKE|ALTER|CREATE|DROP|LOCK|LISTEN|NOTIFY|COPY|TRUNCATE|RETURNING|ORDER BY|GROUP BY|SET (?:LOCAL|ROLE)|SET [a-z_]+ =)\b/;
const isConstant = (node: Node): boolean => {
  if (node.type === "Literal") return true;
  if (node.type === "Identifier") return /^[A-Z][A-Z0-9_]*$/.test(node.name as string);
  if (node.type === "BinaryExpression") return isConstant(node.left as Node) && isConstant(node.right as Node);
  if (node.type === "ConditionalExpression")
    return isConstant(node.consequent as Node) && isConstant(node.alternate as Node);
  return node.type === "CallExpression" && nameOf(node.callee) === "quoteIdentifier";
};
const isSqlTemplate = (node: Node): boolean =>
  (node.quasis as { value: { raw: string } }[]).some(({ value }) => SQL_WORD.test(value.raw));

const ORM = 'import { App } from "../models/app.ts"; ';
const FROM_POSTGRES = "rows as row_to_json prints them; json.ts lets no __proto__ into a column";

const rules: readonly Rule[] = [
  {
    what: "code made from text",
    why: "what people write is evaluated by languages of ours, with budgets, and never as JavaScript",
    find: (node) =>
      calledGlobal(node, ["eval", "Function", "AsyncFunction", "GeneratorFunction"]) ??
      (/^set(?:Timeout|Interval)$/.test(calledGlobal(node, ["setTimeout", "setInterval"]) ?? "") &&
      /^(?:Literal|TemplateLiteral)$/.test((node.arguments as Node[])[0]?.type ?? "")
        ? "setTimeout of text"
        : undefined) ??
      importing(node, /^(?:node:)?(?:vm|module|inspector|repl|cluster)(?:\/|$)|^(?:vm2|isolated-vm)$/),
    caught: [
      "eval(text)",
      "globalThis.eval(text)",
      "new Function(text)",
      "setTimeout('x()', 1)",
      "import vm from 'node:vm'",
      "import { runInNewContext } from 'vm'",
      "await import('node:vm')",
    ],
    passed: ["setTimeout(run, 1)", "import type { Context } from 'node:vm'"],
    allowed: { "server/postgres/binaries.ts": { createRequire: "finds the folder of the embedded Postgres' package" } },
  },
  {
    what: "HTML from text",
    why: "React escapes; whatever goes round it is how a name becomes a script",
    find: (node) => {
      if (node.type === "JSXAttribute" && /^(?:dangerouslySetInnerHTML|srcDoc|srcdoc)$/.test(nameOf(node.name) ?? ""))
        return nameOf(node.name);
      if (node.type === "Property" && nameOf(node.key) === "dangerouslySetInnerHTML") return "dangerouslySetInnerHTML";
      if (node.type === "AssignmentExpression") {
        const property = memberOf(node.left)?.property;
        return property && /^(?:innerHTML|outerHTML|srcdoc)$/.test(property) ? property : undefined;
      }
      const method = isCall(node) ? memberOf(node.callee) : undefined;
      if (method && nameOf(method.object) === "document" && /^write(?:ln)?$/.test(method.property ?? ""))
        return "document.write";
      return method && /^(?:insertAdjacentHTML|createContextualFragment|setHTMLUnsafe)$/.test(method.property ?? "")
        ? method.property
        : undefined;
    },
    caught: [
      "const page = <p dangerouslySetInnerHTML={{ __html: name }} />",
      "const page = <iframe srcDoc={text} />",
      "node.innerHTML = text",
      "node['outerHTML'] += text",
      "node.insertAdjacentHTML('beforeend', text)",
      "document.write(text)",
      "range.createContextualFragment(text)",
    ],
    passed: ["const text = page.outerHTML"],
    allowed: {
      "studio/workspace/mail/InboxReader.tsx": { srcDoc: 'a mail, in a frame with sandbox="" and a policy of its own' },
      "studio/designers/mail/MailPreview.tsx": { srcDoc: 'a mail of the draft, in a frame with sandbox=""' },
      "studio/designers/templates/preview/PreviewFrame.tsx": { srcDoc: 'a page, in a frame with sandbox=""' },
      "studio/designers/pages/PageCanvas.tsx": {
        srcDoc: "our own document, written once; pages come through the port",
      },
    },
  },
  {
    what: "a frame that may act",
    why: "mails and pages in the studio are other people's: a frame of them gets an empty sandbox",
    find: (node) => {
      if (node.type !== "JSXOpeningElement" || nameOf(node.name) !== "iframe") return undefined;
      const sandbox = (node.attributes as Node[]).find((one) => nameOf(one.name) === "sandbox");
      return sandbox && (sandbox.value as Node | null)?.value === "" ? undefined : "iframe";
    },
    caught: [
      "const frame = <iframe title='x' />",
      "const frame = <iframe sandbox='allow-scripts' />",
      "const frame = <iframe sandbox={rights} />",
    ],
    passed: ['const frame = <iframe sandbox="" />'],
    allowed: {
      "studio/designers/pages/PageCanvas.tsx": {
        iframe:
          "the page editor's canvas: an opaque origin, and a policy that runs our own script by nonce and no other",
      },
    },
  },
  {
    what: "other programs",
    why: "what a request could reach must not start a process",
    find: (node) => importing(node, /^(?:node:)?child_process$/),
    caught: ["import { exec } from 'node:child_process'", "import('child_process')"],
    allowed: {
      "bootstrap.mjs": "npm, tsc, vite and the tests, by fixed words",
      "server/postgres/run.ts": "the embedded Postgres' own programs, with arguments of ours",
      "server/postgres/postmaster.ts": "the embedded Postgres itself",
      "server/postgres/process-state.ts": "`ps`, for when a process began, on systems without /proc",
    },
  },
  {
    what: "sockets",
    why: "one module per kind of connection: what opens sockets can be made to open them to anywhere (SSRF)",
    find: (node) =>
      calledGlobal(node, ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"]) ??
      methodOf(node, ["navigator"], ["sendBeacon"]) ??
      importing(node, /^(?:node:)?https?$/, ["createServer", "STATUS_CODES"]) ??
      importing(node, /^(?:node:)?(?:http2|tls|dgram|dns|dns\/promises)$/) ??
      importing(node, /^(?:node:)?net$/, ["isIP", "isIPv4", "isIPv6", "BlockList", "createServer"]) ??
      importing(node, /^(?:undici|axios|got|node-fetch|ws|nodemailer|ioredis|redis|socket\.io-client|smtp-server)$/),
    caught: [
      "fetch(url)",
      "new WebSocket(url)",
      "import http from 'node:http'",
      "import { request } from 'node:https'",
      "import { connect } from 'node:net'",
      "import tls from 'tls'",
      "import { lookup } from 'node:dns/promises'",
      "import { createTransport } from 'nodemailer'",
    ],
    passed: ["import { createServer } from 'node:http'", "import type { Socket } from 'node:net'"],
    allowed: {
      "studio/api/client.ts": "the studio asks its own origin; its policy (connect-src) allows no other",
      "studio/api/socket.ts": "the studio's socket, to its own origin",
      "server/cli/platform-client.ts": "the command line, to QUINTET_URL or this machine; follows no redirect",
      "server/queues/queue-backend.ts": "REDIS_URL",
      "server/realtime/fan-out-redis.ts": "REDIS_URL",
      "server/platform-database/idle-timeout-stream.ts": "the stream of Postgres' own client, with a timeout",
      "workers/email/smtp-transport.ts": "SMTP_URL, or the dev inbox on this machine",
      "workers/email/dev-inbox.ts": "listens on loopback, and looks whether another process listens there",
    },
  },
  {
    what: "connections to Postgres",
    why: "each is opened with its timeouts and its role in one of few places, and by no request",
    find: (node) =>
      node.type === "NewExpression" && /^(?:(?:pg|postgres)\.)?(?:Client|Pool|Sequelize)$/.test(calleeText(node))
        ? calleeText(node)
        : importing(node, /^pg$/, ["default", "*"]),
    caught: ["new pg.Client(url)", "new Pool({})", "import { Client } from 'pg'", "new Sequelize(url)"],
    allowed: {
      "engine/runtime/data/connection.ts": "of apps, with the app's role",
      "engine/runtime/releases/listen.ts": "hears which release is live",
      "server/app-database/prepare-app-database.ts": "at the start: finds out whether a pooler is between",
      "server/backup/restore-backup.ts": "`npx quintet restore`",
      "server/backup/write-backup.ts": "`npx quintet backup`",
      "server/platform-database/connect.ts": "the platform's tables",
      "server/platform-database/migrate.ts": "migrations, under a lock of the session",
      "server/postgres/postmaster.ts": "asks the embedded Postgres whether it is ready",
      "server/postgres/prepare-cluster.ts": "makes the embedded Postgres' login and database",
      "server/queues/queue-backend.ts": "BullMQ's",
      "server/realtime/fan-out-postgres.ts": "tells and hears what happens in the studio",
      "server/start.ts": "plans and what publishing prepares",
      "workers/imports/load-connection.ts": "COPY of an import",
      "workers/publish/release-session.ts": "a release, under a lock of the session",
    },
  },
  {
    what: "SQL put together from text",
    why: "values are parameters and identifiers go through quoteIdentifier; a string with SQL in it takes constants only",
    find: (node, source, parent) => {
      if (node.type === "TemplateLiteral" && parent?.type !== "TaggedTemplateExpression") {
        const isQuery =
          parent?.type === "CallExpression" &&
          memberOf(parent.callee)?.property === "query" &&
          node === firstOf(parent);
        if (!isQuery && !isSqlTemplate(node)) return undefined;
        const open = (node.expressions as Node[]).filter((one) => !isConstant(one));
        return open.length > 0 ? open.map((one) => textOf(source, one)).join(", ") : undefined;
      }
      if (node.type === "BinaryExpression" && node.operator === "+" && parent?.type !== "BinaryExpression")
        return SQL_WORD.test(textOf(source, node).replace(/[^"'`]*(["'`].*?["'`])?/gs, "$1")) && !isConstant(node)
          ? textOf(source, node)
          : undefined;
      return undefined;
    },
    caught: [
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: source code
      "client.query(`SELECT * FROM ${table}`)",
      "const text = `UPDATE t SET a = '${value}' WHERE id = $1`",
      "const text = 'SELECT * FROM t WHERE name = ' + name",
      "const where = `WHERE ${column} = $1`",
      "client.query(`listen ${channel}`)",
    ],
    passed: [
      "client.query(`SELECT a FROM t LIMIT ${BATCH}`)",
      "client.query(`SET ROLE ${quoteIdentifier(role)}`)",
      "sql`SELECT ${one} FROM t`",
      "client.query(`SELECT a FROM t ${lock ? 'FOR UPDATE' : ''}`)",
      "log(`The field ${name} of ${model} is gone.`)",
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: source code
    ],
    allowed: {
      "server/app-database/missing-rights.ts": "sentences for the operator, which nobody runs here; `login` is quoted",
      "server/app-database/revoke-from-public.ts": {
        'own.join(", ")': "regprocedure texts, which Postgres has quoted",
      },
      "server/backup/describe-schema.ts": "printed from the catalog by Postgres' own format(), or quoted by `quote`",
      "server/backup/restore-backup.ts": { "text, list": "both quoted" },
      "server/backup/write-backup.ts": { "text, columns": "both quoted" },
      "server/postgres/prepare-cluster.ts": {
        "loginPassword(cluster)": "base64url, made by us; CREATE ROLE takes no parameter",
        functions: "regprocedure texts, which Postgres has quoted",
      },
      "workers/email/dev-inbox.ts": { condition: "one of two that stand in the file" },
      "workers/email/sweep-mails.ts": { "where, order": "of three that stand in the file" },
      "workers/imports/write-live-rows.ts": {
        sequence: "quoted",
        "sequence, maxKey + 1": "quoted, and a number that was compared with MAX_SAFE_INTEGER",
      },
      "workers/publish/switch-phase.ts": { list: "quoted" },
    },
  },
  {
    what: "an SQL fragment past the printer",
    why: "only engine/sql may make text of SQL: everywhere else fragments are put together as values",
    find: (node) => (node.type === "NewExpression" && nameOf(node.callee) === "Sql" ? "new Sql" : undefined),
    caught: ["new Sql([text])"],
    allowed: {
      "engine/sql/sql.ts": "the printer",
      "engine/sql/inline-values.ts": "values of DDL, each as a quoted literal",
      "engine/query/digits.ts": "a whole number, checked",
      "engine/schema/operations/column-sql.ts": "a type, checked against a list",
      "engine/schema/plan/type-change.ts": "limits of numeric types: constants, and digits that the schema bounds",
    },
  },
  {
    what: "raw pieces in the ORM",
    why: "literal, replacements, casts and JSON paths are how Sequelize was injected into, year after year",
    find: (node) =>
      importing(node, /^sequelize$/, [
        "DataTypes",
        "Model",
        "Op",
        "QueryTypes",
        "Sequelize",
        "Transaction",
        "UniqueConstraintError",
      ]) ??
      (node.type === "Property" && nameOf(node.key) === "replacements" ? "replacements" : undefined) ??
      (isCall(node)
        ? methodOf(node.callee as Node, ["Sequelize", "sequelize"], ["literal", "cast", "json", "where", "fn"])
        : undefined),
    caught: [
      "import { literal } from 'sequelize'",
      "import { where } from 'sequelize'",
      "db.query('SELECT :a', { replacements: { a } })",
      "Sequelize.literal(text)",
    ],
    allowed: { "server/commands/mail/get-mail-status.ts": { "col fn": "min() of a column of ours" } },
  },
  {
    what: "a condition of the ORM that is not written out",
    why: "an object that came with a request can carry operators, other tables' columns and casts",
    find: (node, source) => {
      if (node.type !== "Property" || !/ from ["'](?:sequelize|[^"']*\/models\/[^"']*)["']/.test(source.text))
        return undefined;
      const key = nameOf(node.key) ?? "";
      if (!/^(?:where|order|attributes|having|include)$/.test(key) || node.computed === true) return undefined;
      const value = node.value as Node;
      if (value.type === "ArrayExpression" || isConstant(value)) return undefined;
      if (value.type === "ObjectExpression")
        return (value.properties as Node[]).some((one) => one.type === "SpreadElement" || one.computed === true) &&
          key === "where"
          ? `where: ${(value.properties as Node[]).map((one) => textOf(source, one)).join(", ")}`.slice(0, 80)
          : undefined;
      return textOf(source, node);
    },
    caught: [
      `${ORM}Model.findAll({ where: body })`,
      `${ORM}Model.findAll({ where: { ...query } })`,
      `${ORM}Model.findAll({ order: request.order })`,
      `${ORM}Model.findAll({ where: { [key]: 1 } })`,
    ],
    passed: [
      `${ORM}Model.findAll({ where: { id, name: body.name } })`,
      "columns.map((one) => ({ include: one.kept }))",
    ],
    allowed: {
      "server/commands/drafts/save-layout.ts": { where: "two ids, named one line above" },
      "server/commands/imports/analyse-import.ts": { include: "not the ORM: a column of a file" },
      "server/commands/mail/dev-inbox.ts": "Op.and of ours over ids; LISTED are names of ours",
      "server/commands/mail/get-mail-status.ts": "what this person may see (mail-of.ts), and states of ours",
      "server/commands/app-mails/list-app-mails.ts": "Op.and of ours over values that the schema has parsed",
      "server/commands/mail/list-mails.ts": "Op.and of ours over values that the schema has parsed",
      "server/commands/mail/mail-of.ts": "Op.and of ours over an id",
      "server/commands/mail/retry-mails.ts": { where: "written out in the lines above" },
      "server/commands/tokens/create-token.ts": { "where: alive": "written out in the line above" },
      "workers/housekeeping/purge-archived.ts": {
        "where: ...place, state: [...UNDER_WAY]": "a row of ours: app and environment",
      },
    },
  },
  {
    what: "Math.random",
    why: "what must not be guessed comes from node:crypto; this is for spreading retries only",
    find: (node) => methodOf(node, ["Math"], ["random"]),
    caught: ["Math.random()", "const random = Math.random"],
    allowed: {
      "engine/runtime/data/transaction.ts": "spreads replays after a deadlock",
      "server/realtime/open-realtime.ts": "spreads checks and goodbyes of sockets",
      "studio/api/socket.ts": "spreads reconnections",
      "workers/effects/start-effects.ts": "spreads retries",
      "workers/email/send-mail.ts": "spreads retries",
      "workers/imports/write-live-rows.ts": "spreads retries",
      "workers/publish/switch-phase.ts": "spreads tries for locks",
    },
  },
  {
    what: "JSON.parse",
    why: "what comes from outside goes through a reader that refuses __proto__ and depth: engine/plain-json, engine/rest/parse-json",
    find: (node) => methodOf(node, ["JSON"], ["parse"]),
    caught: ["JSON.parse(text)", "lines.map(JSON.parse)"],
    allowed: {
      "engine/plain-json.ts": "the reader itself",
      "bootstrap.mjs": "a report of our own tests",
      "engine/field-types/json.ts": "a cell; checkJson refuses what must not be kept",
      "engine/rest/cursor-token.ts": "taken only as a list of a number, a text and texts",
      "engine/snapshot/compile-users.ts": FROM_POSTGRES,
      "engine/runtime/releases/listen.ts": "taken only as two texts, which are looked up",
      "engine/query/read-many-answer.ts": FROM_POSTGRES,
      "engine/runtime/execution/list-page.ts": FROM_POSTGRES,
      "engine/runtime/execution/query-results.ts": FROM_POSTGRES,
      "engine/runtime/flows/flow-ports.ts": FROM_POSTGRES,
      "engine/runtime/execution/restore-row.ts": FROM_POSTGRES,
      "engine/runtime/http/delete-dry-run.ts": FROM_POSTGRES,
      "engine/runtime/execution/read-history.ts": FROM_POSTGRES,
      "engine/runtime/rows/live-queries.ts": FROM_POSTGRES,
      "engine/runtime/http/page-rows.ts": FROM_POSTGRES,
      "engine/runtime/forms/form-call.ts": FROM_POSTGRES,
      "engine/runtime/forms/form-reads.ts": FROM_POSTGRES,
      "server/imports/live/row-rules.ts": FROM_POSTGRES,
      "engine/runtime/forms/send-form.ts": FROM_POSTGRES,
      "engine/forms/form-token.ts": "what we signed, through a strict schema",
      "engine/forms/widgets/registry.ts": "a text that the field type has just accepted",
      "engine/runtime/rows/builder-rows.ts": FROM_POSTGRES,
      "engine/runtime/rows/write-grid-row.ts": FROM_POSTGRES,
      "server/commands/data/staged/read-staged-rows.ts": FROM_POSTGRES,
      "server/imports/reading/json-splitter.ts": "a row of a file: keys become labels, values meet their field types",
      "server/backup/read-backup.ts": "the operator's own file, through strict schemas",
      "server/cli/find-server.ts": "our own file, through a strict schema",
      "server/cli/platform-client.ts": "what the operator's own server answers, through the contract's schemas",
      "server/cli/review.ts": "an argument of the operator's",
      "server/config/version.ts": "our package.json",
      "engine/runtime/seal.ts": "what we sealed: authenticated by AES-GCM",
      "server/operations/local-server.ts": "our own file",
      "server/postgres/binaries.ts": "files of the embedded Postgres' package",
      "server/realtime/open-realtime.ts": "a copy of what we made",
      "studio/api/parse-json.ts": "what our own server answers",
      "studio/designers/data/use-rows.ts": "a copy of what we made",
      "studio/values/cell-text.ts": "what the field type has just printed",
    },
  },
  {
    what: "a pattern made from text",
    why: "a pattern of a person can hang the process",
    find: (node) =>
      calledGlobal(node, ["RegExp"]) && (node.arguments as Node[])[0]?.type !== "Literal" ? "RegExp" : undefined,
    caught: ["new RegExp(text)", "RegExp(text)", "new RegExp(word + '$')"],
    passed: ["new RegExp('a+')"],
    allowed: {
      "engine/edits/commands/templates.ts": "`word` is the name of a tag of ours",
      "studio/designers/templates/preview/unpublished-marks.ts": "a mark of ours and digits",
      "engine/templates/syntax/find-in-text.ts": "every letter that means something is escaped; it runs in the browser",
    },
  },
  {
    what: "ending the process",
    why: "one bad request must not be able to end everybody's server",
    find: (node) => methodOf(node, ["process"], ["exit", "kill", "abort", "reallyExit"]),
    caught: ["process.exit(1)", "process.abort()", "process['kill'](1)"],
    allowed: {
      "bootstrap.mjs": { "process.exit": "the entry point", "process.kill": "the entry point" },
      "server/main.ts": "the entry point",
      "server/cli/": "a command in one person's terminal, and signal 0 asks whether a server lives",
      "server/postgres/process-state.ts": { "process.kill": "signal 0 asks whether a Postgres lives" },
      "server/postgres/postmaster.ts": { "process.kill": "ends the embedded Postgres" },
    },
  },
  {
    what: "what the caller's word would lead to",
    why: "a redirect of Express, a proxy's word and the cookie of the document are believed by others; we write them by hand",
    find: (node) => {
      const method = isCall(node) ? memberOf(node.callee) : undefined;
      if (method?.property === "redirect" && /^(?:res|response)$/.test(nameOf(method.object) ?? "")) return "redirect";
      if (method?.property === "set" && nameOf(firstOf(node)) === "trust proxy") return "trust proxy";
      if (node.type === "Property" && nameOf(node.key) === "rejectUnauthorized") return "rejectUnauthorized";
      return methodOf(node, ["document"], ["cookie"]) ?? methodOf(node, ["request", "req"], ["hostname"]);
    },
    caught: [
      "response.redirect(body.next)",
      "app.set('trust proxy', true)",
      "https.get(url, { rejectUnauthorized: false })",
      "document.cookie = text",
      "const host = request.hostname",
    ],
    allowed: {},
  },
];

function firstOf(call: Node): Node | undefined {
  return (call.arguments as Node[])[0];
}

function calleeText(node: Node): string {
  const callee = node.callee as Node;
  const member = memberOf(callee);
  return member ? `${nameOf(member.object)}.${member.property}` : (nameOf(callee) ?? "");
}

interface Finding {
  readonly file: string;
  readonly words: string;
  readonly line: number;
}

/** What each rule finds, in one walk. */
function findingsIn(sources: readonly Source[]): Map<Rule, Finding[]> {
  const found = new Map<Rule, Finding[]>(rules.map((rule) => [rule, []]));
  for (const source of sources) {
    walk(source, (node, parent) => {
      for (const [rule, list] of found) {
        const words = rule.find(node, source, parent)?.replace(/\s+/g, " ");
        if (words !== undefined) list.push({ file: source.file, words, line: lineOf(source, node) });
      }
    });
  }
  return found;
}

const product = findingsIn(productSources());

describe.each(rules)("$what", (rule) => {
  it("is found wherever it hides", () => {
    const isFound = (code: string) =>
      (findingsIn([parseSource("server/example.tsx", code)]).get(rule) as Finding[]).length > 0;
    expect(rule.caught.filter((code) => !isFound(code))).toEqual([]);
    expect((rule.passed ?? []).filter(isFound)).toEqual([]);
  });

  it("is done by nobody but who is named, with a reason", () => {
    const unused = new Set(
      Object.entries(rule.allowed).flatMap(([file, what]) =>
        typeof what === "string" ? [file] : Object.keys(what).map((words) => `${file} ${words}`),
      ),
    );
    const wrong: string[] = [];
    for (const { file, words, line } of product.get(rule) as Finding[]) {
      const name = Object.keys(rule.allowed).find((one) => (one.endsWith("/") ? file.startsWith(one) : file === one));
      const leave = name === undefined ? undefined : rule.allowed[name];
      if (typeof leave === "string") unused.delete(name as string);
      else if (leave && Object.hasOwn(leave, words)) unused.delete(`${file} ${words}`);
      else wrong.push(`${file}:${line} ${words}`);
    }
    expect(wrong, `${rule.what}: ${rule.why}`).toEqual([]);
    expect([...unused], "named, but not there any more").toEqual([]);
  });
});
