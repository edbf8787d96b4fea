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
  readonly forgot: string;
  readonly resetTitle: string;
  readonly resetText: string;
  readonly sendLink: string;
  readonly resetSent: string;
  readonly notAddress: string;
  readonly noMail: string;
  readonly linkOld: string;
  readonly newLink: string;
  readonly newLinkSent: string;
  readonly aboutYou: string;
  readonly signUp: string;
  readonly signUpText: string;
  readonly verifyTitle: string;
  readonly verifyText: string;
  readonly code: string;
  readonly confirm: string;
  readonly wrongCode: string;
  readonly codeOver: string;
  /** Of a link of sign-up that was used or is too old. */
  readonly signUpOver: string;
  readonly waiting: string;
  /** At signing in with the right password. */
  readonly stillWaiting: string;
  readonly changeAddress: string;
  readonly newAddress: string;
  readonly addressText: string;
  readonly addressSent: string;
  readonly addressConfirm: string;
  readonly devices: string;
  readonly thisDevice: string;
  readonly lastUsed: string;
  readonly endSession: string;
  readonly endOthers: string;
  readonly deleteAccount: string;
  readonly deleteText: string;
  readonly confirmTitle: string;
  readonly goOn: string;
}
