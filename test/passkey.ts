import { Authenticator } from '../subgraphs/users/test/authenticator.ts';
import type { Shopper } from './shop.ts';
import type { World } from './world.ts';

/** What a device of somebody's answers who is about to add a passkey. */
export async function madePasskey(
  { system }: World,
  shopper: Shopper,
  currentPassword: string,
  name = 'Phone',
): Promise<{ device: Authenticator; input: { response: string; name: string } }> {
  const device = new Authenticator(system.storefrontUrl);
  const proof = { currentPassword };
  const { options } = await shopper.run('createPasskeyRegistration', 'OwnerProofInput', proof, 'options');
  return { device, input: { response: device.create(options), name } };
}

export async function addPasskey(
  world: World,
  shopper: Shopper,
  currentPassword: string,
  name?: string,
): Promise<{ device: Authenticator; id: string }> {
  const { device, input } = await madePasskey(world, shopper, currentPassword, name);
  const { user } = await shopper.run('confirmPasskey', 'ConfirmPasskeyInput', input, 'user { passkeys { id } }');
  return { device, id: user.passkeys.at(-1).id };
}

/** What a device answers who signs in. */
export async function passkeyAnswer(shopper: Shopper, device: Authenticator): Promise<{ response: string }> {
  const { data } = await shopper.graph('mutation { passkeySignInOptions { options } }');
  return { response: device.get(data.passkeySignInOptions.options) };
}
