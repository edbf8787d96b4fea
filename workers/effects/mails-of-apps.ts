import { LIVE } from "#contract/environments";
import type { MailId } from "#contract/platform-ids";
import { isPlainAddress } from "#engine/auth/plain-address";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { AccountMailName } from "#engine/email/account-mails";
import { mailSecretsSchema, postedMailSchema } from "#engine/email/posted-mail";
import { compileRoutes } from "#engine/routing/compile-routes";
import { failpoint } from "#engine/runtime/failpoints";
import { unseal } from "#engine/runtime/seal";
import { DEFAULT_LIMITS } from "#engine/templates/render/compile-template";
import { type CompiledMail, compileMail, renderMail } from "#engine/views/mails/compile-mail";
import { mailEntries } from "#engine/views/mails/mail-entries";
import { mailData } from "#engine/views/mails/mail-scope";
import { appUrl } from "#server/config/hosts";
import type { ServerContext } from "#server/context";
import { platformReleaseStore } from "#server/engine/release-store";
import { enqueueDeadMail, enqueueMail } from "#server/mail/enqueue-mail";
import { App } from "#server/models/app";
import type { ClaimedLine } from "./claim-lines.ts";
import { overLimit } from "./mail-limits.ts";
import type { LineOutcome } from "./settle-line.ts";

interface ReleaseOfMails {
  readonly reader: DefinitionReader;
  compiled(name: AccountMailName): CompiledMail;
}

const KEPT_RELEASES = 20;

/** Makes mails of the platform from the lines that apps post, each from the templates of the release that posted it. */
export function mailsOfApps(context: ServerContext) {
  const store = platformReleaseStore(context.sequelize);
  const releases = new Map<number, ReleaseOfMails>();
  const { secretKeyBefore } = context.config;
  const secretKeys = [context.secretKey, ...(secretKeyBefore === undefined ? [] : [secretKeyBefore])];

  const releaseOf = async (releaseId: number): Promise<ReleaseOfMails | undefined> => {
    const known = releases.get(releaseId);
    if (known) return known;
    const stored = await store.load(releaseId);
    if (!stored) return undefined;
    const reader = readDefinition(stored.definition);
    const entries = mailEntries(reader, compileRoutes(reader.routes));
    const mails = new Map<string, CompiledMail>();
    const made: ReleaseOfMails = {
      reader,
      compiled(name) {
        const known = mails.get(name);
        if (known) return known;
        const entry = entries.find(({ kind }) => kind.of === "account" && kind.name === name);
        if (!entry) throw new Error(`There is no mail ${name}.`);
        const mail = compileMail(entry);
        mails.set(name, mail);
        return mail;
      },
    };
    if (releases.size >= KEPT_RELEASES) releases.delete([...releases.keys()][0] as number);
    releases.set(releaseId, made);
    return made;
  };

  async function deliver(line: ClaimedLine): Promise<LineOutcome> {
    const dead = async (reason: string): Promise<LineOutcome> => {
      await noteDead(line, reason);
      return { outcome: "dead", reason };
    };
    const posted = postedMailSchema.safeParse(line.payload).data;
    if (!posted) return dead("A newer or older Quintet has posted it, and this one cannot read it.");
    const { sealed, keyId, to, toName, expiresAt } = posted;
    if (expiresAt !== undefined && new Date(expiresAt) <= context.clock.now())
      return dead("It was of no use any more when it could have gone: its link had ended.");
    if (!isPlainAddress(to)) return dead("It has no address that mail can be sent to.");
    const app = await App.findByPk(line.appId);
    if (!app || app.deletedAt !== null) return dead("The app was deleted.");
    if (line.environment !== LIVE) return dead("Only the live app sends mails.");
    const release = await releaseOf(posted.releaseId);
    if (!release) return dead("The release that posted it is not there any more.");
    const secrets = mailSecretsSchema.safeParse(
      unseal(secretKeys, line.id, { sealed: Buffer.from(sealed, "base64"), keyId }),
    ).data;
    if (!secrets) return dead("Its content cannot be read: it was encrypted with another SECRET_KEY.");
    const limited = await overLimit(context, { appId: line.appId, to });
    if (limited?.outcome === "dead") return dead(limited.reason);
    if (limited) return limited;
    const compiled = release.compiled(posted.mail);
    if (!compiled.ok) return dead(compiled.reason);
    const origin = appUrl(context.config, app.slug).replace(/\/$/, "");
    const now = () => performance.now();
    const rendered = renderMail(compiled.template, {
      data: mailData(release.reader, origin, { to, toName, expiresAt, ...secrets }),
      origin,
      budget: { ...DEFAULT_LIMITS, now, deadline: now() + DEFAULT_LIMITS.milliseconds },
    });
    if (!rendered.ok) return dead(rendered.reason);
    const { settings } = release.reader.definition;
    await context.sequelize.transaction(async (transaction) => {
      await enqueueMail(context, transaction, {
        id: line.id as MailId,
        kind: kindOf(posted.mail),
        to,
        ...(toName === undefined ? {} : { toName }),
        lane: "urgent",
        workspaceId: app.workspaceId,
        appId: line.appId,
        fromName: settings.mail?.senderName ?? settings.label,
        content: rendered.mail,
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
      });
    });
    await failpoint("effects.after-commit");
    return { outcome: "done" };
  }

  /** A mail that could not be made stands in the log of its app too. */
  async function noteDead(line: ClaimedLine, reason: string): Promise<void> {
    const posted = postedMailSchema.safeParse(line.payload).data;
    const app = await App.findByPk(line.appId);
    if (!posted || !app) return;
    await enqueueDeadMail(context, {
      id: line.id as MailId,
      kind: kindOf(posted.mail),
      to: posted.to,
      toName: posted.toName ?? "",
      workspaceId: app.workspaceId,
      appId: line.appId,
      reason,
    });
  }

  return { deliver, noteDead };
}

const kindOf = (mail: string): string => `app.${mail}`;
