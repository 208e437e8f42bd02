// Runs @clerk/backend against the emulator that the environment names, and prints one line for each check.
import { instanceChecks } from './instance.mjs';
import { machineChecks } from './machines.mjs';
import { organizationChecks } from './organizations.mjs';
import { sessionChecks } from './sessions.mjs';
import { userChecks } from './users.mjs';

await userChecks();
await organizationChecks();
await sessionChecks();
await machineChecks();
await instanceChecks();
console.log('done');
