// What the checks have in common. Each check prints one line that the Go test reads: "ok NAME", "not ok NAME # why", or
// "pending NAME # what": the emulator answers 501 to something that the check, or one before it, needs.
import { createClerkClient } from '@clerk/backend';

export const secretKey = process.env.CLERK_SECRET_KEY;
export const publishableKey = process.env.CLERK_PUBLISHABLE_KEY;
export const apiUrl = process.env.CLERK_API_URL;
export const clerk = createClerkClient({ secretKey, publishableKey, apiUrl, telemetry: { disabled: true } });

class Pending extends Error {}

/** made are the things that a check makes for later ones. */
export const made = {};

const blocked = {};

/** from returns what an earlier check has made. */
export function from(name) {
  if (made[name] === undefined) {
    throw blocked[name] ? new Pending(blocked[name]) : new Error(`an earlier check has not made ${name}`);
  }
  return made[name];
}

const oneLine = text => String(text).replace(/\s+/g, ' ').slice(0, 300);

/** what says which operation is not answered, with ids as {id}. */
function what(error) {
  if (error instanceof Pending) {
    return error.message;
  }
  const told = error?.errors?.find(e => e.code === 'not_implemented');
  if (error?.errors?.some(e => e.longMessage?.startsWith('This instance answers below /v1'))) {
    return 'an address without /v1';
  }
  const [, method, path] = told?.longMessage?.match(/does not answer (\S+) "([^"]+)"/) ?? [];
  return method && `${method} ${path.replace(/\/[a-z0-9]+_[A-Za-z0-9_]+(?=\/|$)/g, m => (/\d|[A-Z]/.test(m) ? '/{id}' : m))}`;
}

/** check runs one check. What it returns is kept under the name of makes. */
export async function check(name, run, makes) {
  try {
    const result = await run();
    if (makes) {
      made[makes] = result;
    }
    console.log(`ok ${name}`);
  } catch (error) {
    const pending = what(error);
    if (pending) {
      if (makes) {
        blocked[makes] = pending;
      }
      console.log(`pending ${name} # ${oneLine(pending)}`);
      return;
    }
    const details = error?.errors ? JSON.stringify(error.errors) : (error?.stack ?? error);
    console.log(`not ok ${name} # ${oneLine(details)}`);
  }
}

/** sorted orders the members of objects, whose order means nothing. */
const sorted = (_, v) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort()) : v);

/** equal throws unless both are the same as JSON. */
export function equal(got, want, about = 'it') {
  const [a, b] = [JSON.stringify(got, sorted), JSON.stringify(want, sorted)];
  if (a !== b) {
    throw new Error(`${about} is ${a}, not ${b}`);
  }
}

/** holds throws unless a condition holds. */
export function holds(condition, text) {
  if (!condition) {
    throw new Error(text);
  }
}

/** refused runs something that has to fail with a status, and perhaps a code. */
export async function refused(status, run, code) {
  let error;
  try {
    await run();
  } catch (e) {
    error = e;
  }
  if (error && what(error)) {
    throw error;
  }
  holds(error, 'it was not refused');
  equal(error.status, status, `the status of the refusal ${oneLine(JSON.stringify(error.errors ?? error.message))}`);
  if (code) {
    equal(error.errors[0].code, code, 'the code');
  }
}

/** ids returns the ids of a list. */
export const ids = list => list.data.map(item => item.id);
