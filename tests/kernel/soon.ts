/** Makes a test that waits in vain fail instead of hang. */

const PATIENCE = 10_000;

/** The promise, or a rejection after ten seconds that says what did not come. */
export async function soon<T>(promise: Promise<T>, what: string): Promise<T> {
  let callOff = () => {};
  const inVain = new Promise<never>((_, reject) => {
    const error = new Error(`Waited in vain for ${what}`);
    const timer = setTimeout(() => reject(error), PATIENCE);
    callOff = () => clearTimeout(timer);
  });
  try {
    return await Promise.race([promise, inVain]);
  } finally {
    callOff();
  }
}
