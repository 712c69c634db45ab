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
    .replace(beyondAscii, (character) => oneForOne(character, character.toUpperCase()));
}

export function lower(value: string): string {
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(beyondAscii, (character) => character === "\u0130" ? "i" : oneForOne(character, character.toLowerCase()));
}

/** Go maps one character to one character; what JavaScript maps to several stays as it is. */
export function oneForOne(before: string, after: string): string {
  return [...after].length === 1 ? after : before;
}
