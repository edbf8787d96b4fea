/** What the pages of accounts say: signing in and out, the password, one's own account. */
export interface AccountTexts {
  readonly signIn: string;
  readonly signOut: string;
  readonly email: string;
  readonly password: string;
  readonly newPassword: string;
  readonly currentPassword: string;
  readonly name: string;
  readonly setPassword: string;
  readonly profile: string;
  readonly save: string;
  readonly changePassword: string;
  readonly wrong: string;
  /** Of who changes their password. */
  readonly wrongCurrent: string;
  readonly linkTitle: string;
  readonly linkText: string;
  readonly signedInAs: string;
  readonly mayNot: string;
  readonly welcome: string;
  tooShort(count: number): string;
  readonly tooEasy: string;
  wait(count: number): string;
  readonly otherSite: string;
  atLeast(count: number): string;
}
