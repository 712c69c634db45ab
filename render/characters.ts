/** Characters as Go's unicode package knows them. */

/** White space, and no U+FEFF, which JavaScript counts too. */
export function isSpace(character: string): boolean {
  return /[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(character);
}

export function isUpper(character: string): boolean {
  return /\p{Lu}/u.test(character);
}

const beyondAscii = /[^\p{ASCII}]/gu;

export function upper(value: string): string {
  return value.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    .replace(beyondAscii, (character) => capital(character));
}

export function lower(value: string): string {
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(beyondAscii, (character) => character === "\u0130" ? "i" : oneForOne(character, character.toLowerCase()));
}

/** The capital for the start of a word. */
export function title(character: string): string {
  if (/[\u10d0-\u10ff]/.test(character)) return character;
  return digraphs.find((forms) => forms.includes(character))?.[1] ?? upper(character);
}

/** As capitals, at the start of a word, and small. */
const digraphs = ["\u01c4\u01c5\u01c6", "\u01c7\u01c8\u01c9", "\u01ca\u01cb\u01cc", "\u01f1\u01f2\u01f3"];

/** Greek letters with an iota below have a capital of one character, which JavaScript does not use. */
function capital(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (/[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7]/.test(character)) return String.fromCodePoint(code + 8);
  if (/[\u1fb3\u1fc3\u1ff3]/.test(character)) return String.fromCodePoint(code + 9);
  return oneForOne(character, character.toUpperCase());
}

/** Go maps one character to one character; what JavaScript maps to several stays as it is. */
function oneForOne(before: string, after: string): string {
  return [...after].length === 1 ? after : before;
}
