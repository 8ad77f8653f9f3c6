import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsedCodesMemory } from '../../src/sessions/used-codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'awskit-codes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const memory = new UsedCodesMemory(folder);

test('a used code has to wait for the next window of its device, and for 90 seconds', async () => {
  await memory.remember('device', '123456', 999_990 + 10);
  expect(await memory.secondsToWait('device', '123456', 999_990 + 12)).toBe(18);
  expect(await memory.secondsToWait('device', '123456', 999_990 + 45)).toBe(15);
  expect(await memory.secondsToWait('device', '123456', 999_990 + 101)).toBe(0);
});

test('another code, and another device, have not', async () => {
  expect(await memory.secondsToWait('device', '654321', 999_990 + 12)).toBe(0);
  expect(await memory.secondsToWait('other', '123456', 999_990 + 12)).toBe(0);
});
