/**
 * Passwords that attackers try first. The list contains plain words without additions: `Password1!`, `p4ssw0rd` and
 * `PASSWORD2024` are all `password` here, so a short list refuses many thousand variants.
 */
const WORDS = `
123456 12345678 123456789 1234567890 abc abcd abcdef abcdefgh abcdefghi aaaaaaaa admin administrator access account
adobe alexander amanda andrea andrew angel anthony apple ashley asdf asdfgh asdfghjk asdfghjkl autumn azerty azertyuiop
babygirl bailey banana baseball basketball batman bigdog blink booboo boston brandon buster butterfly changeme charlie
cheese chelsea chicken chocolate christian computer cookie corvette cowboy dallas daniel default diamond dolphin donald
dragon eagle eminem enter ferrari flower football forever freedom friend friends fuckyou gateway george ginger goodluck
google guest guitar hannah harley heather hello helloworld hockey hunter iceman iloveyou internet jackson jasmine
jennifer jessica jesus jordan joshua justin killer knight ladies letmein liverpool login london lovely loveme maggie
marina martin master matrix matthew maverick mercedes merlin michael michelle monkey monster mustang myspace ninja
nicole nothing oliver orange pass passphrase password passwort passw parola patrick peanut pepper phoenix player please
pokemon princess private purple qazwsx qazwsxedc qwer qwert qwerty qwertyui qwertyuiop qwertz quintet rainbow ranger
robert root samantha samsung sarah secret security shadow silver skywalker slipknot snoopy soccer sophie spring starwars
steelers steven summer sunshine superman superstar susanne taylor tennis test tester testing thomas thunder tigger
tinkerbell trustno user victoria welcome whatever william winter wizard yankees zaq zaqxsw zxcvbn zxcvbnm zxcvbnmasdf
`;

const words = new Set(WORDS.split(/\s+/).filter((word) => word !== ""));

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
};

/** Lower case, with look-alikes replaced by letters and additions at both ends removed. */
function core(password: string): string {
  const plain = password.toLowerCase();
  const trimmed = plain.replace(/^[^a-z]+/, "").replace(/[^a-z@$]+$/, "");
  return trimmed.replace(/[0134578@$!|]/g, (character) => LEET[character] ?? character).replace(/[^a-z]/g, "");
}

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "azertyuiop",
];

/** `12345678`, `hgfedcba`, `qwertyui`: eight or more adjacent characters and no others. */
function isWalk(password: string): boolean {
  const plain = password.toLowerCase();
  const reversed = [...plain].reverse().join("");
  return ROWS.some((row) => row.includes(plain) || row.includes(reversed));
}

/** `aaaaaaaa`, `abababab`, `12341234`: one short piece repeated. */
const isRepeated = (password: string): boolean => /^(.{1,4})\1+$/su.test(password);

/** `common`: among the first that attackers try; `personal`: made of what they know of the person. */
export type PasswordWeakness = "common" | "personal";

/**
 * Why a password is too easy to guess; undefined when it is accepted. `about` is what an attacker knows of the person:
 * name, address, product. The length is judged elsewhere.
 */
export function passwordWeakness(password: string, about: readonly string[] = []): PasswordWeakness | undefined {
  if (isRepeated(password) || isWalk(password) || words.has(password.toLowerCase())) return "common";
  const word = core(password);
  // A password of fifteen characters around a common word contains enough other characters; digits alone are easier to
  // guess.
  if (password.length < 15 && (words.has(word) || (!/\p{L}/u.test(password) && password.length < 12))) return "common";
  return isPersonal(password.toLowerCase(), about) ? "personal" : undefined;
}

/** Whether fewer than six letters and digits are left without the person's own words, such as the parts of an address. */
function isPersonal(password: string, about: readonly string[]): boolean {
  const parts = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const known = parts.filter((part) => part.length >= 3).sort((a, b) => b.length - a.length);
  // Three letters alone are in many words that mean nobody.
  if (!known.some((part) => part.length >= 4 && password.includes(part))) return false;
  const rest = known.reduce((left, part) => left.replaceAll(part, " "), password);
  return rest.replace(/[^\p{L}\p{N}]+/gu, "").length < 6;
}

const sentences: Readonly<Record<PasswordWeakness, string>> = {
  common: "This password is among the first that attackers try. Choose one that is longer or less usual.",
  personal: "This password is made of your name or address. Choose one that says nothing about you.",
};

/** The same as a sentence. */
export function passwordProblem(password: string, about: readonly string[] = []): string | undefined {
  const weakness = passwordWeakness(password, about);
  return weakness && sentences[weakness];
}
