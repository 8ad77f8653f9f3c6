import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { fromBase32, toBase32 } from '../../src/sandbox/base32.ts';
import { codeOfWindow, windowAt } from '../../src/sandbox/totp.ts';
import { World } from '../../src/sandbox/world.ts';

describe('TOTP', () => {
  // RFC 6238 appendix B, the SHA-1 rows.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('gives the code of RFC 6238 at %i s', (seconds, code) => {
    const seed = Buffer.from('12345678901234567890');
    expect(codeOfWindow(seed, windowAt(seconds * 1000), 8)).toBe(code);
  });

  it('gives the codes of RFC 4226 appendix D', () => {
    const seed = Buffer.from('12345678901234567890');
    const codes = Array.from({ length: 10 }, (_, window) => codeOfWindow(seed, window));
    expect(codes.join(' ')).toBe(
      '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489',
    );
  });

  it("agrees with otpauth on a device's codes, drift included", () => {
    const world = new World();
    world.clock.freeze(Date.parse('2030-01-01T00:00:29Z'));
    const device = world.addUser({ name: 'bob' }).addVirtualMfa();
    const judge = new TOTP({ secret: Secret.fromBase32(device.seedBase32) });
    for (const driftSeconds of [0, 1, -30, 3600, -86_400]) {
      device.driftSeconds = driftSeconds;
      const timestamp = world.clock.now() + driftSeconds * 1000;
      expect(device.currentCode()).toBe(judge.generate({ timestamp }));
      expect(device.currentCode(2)).toBe(judge.generate({ timestamp: timestamp + 60_000 }));
    }
  });

  it("tells how long the device's display stays", () => {
    const world = new World();
    const device = world.addUser({ name: 'bob' }).addVirtualMfa();
    world.clock.freeze(Date.parse('2030-01-01T00:00:00Z'));
    expect(device.secondsLeft).toBe(30);
    world.clock.advance(29);
    expect(device.secondsLeft).toBe(1);
    device.driftSeconds = 11;
    expect(device.secondsLeft).toBe(20);
  });
});

describe('base32', () => {
  // RFC 4648 section 10.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('turns %j into %j and back', (plain, base32) => {
    expect(toBase32(Buffer.from(plain))).toBe(base32);
    expect(fromBase32(base32).toString()).toBe(plain);
    expect(fromBase32(`${base32.toLowerCase()}==`).toString()).toBe(plain);
  });

  it('refuses other characters', () => {
    expect(() => fromBase32('MZX1')).toThrow('not base32');
  });
});
