/** How many pixels an avatar has on a side. */
export const SIDES = [64, 128, 256, 512] as const;

/** The smallest one that is large enough, or the largest. */
export const sideFor = (size: number): number => SIDES.find((side) => side >= size) ?? SIDES.at(-1)!;

export const UPLOADS = 'uploads/';
export const AVATARS = 'avatars/';
export const uploadKey = (uploadId: string): string => `${UPLOADS}${uploadId}`;

/** What an account keeps of its picture: another picture has another one, and so has the same of another account. */
export const avatarOf = (uploadId: string, hash: string): string => `${AVATARS}${uploadId}/${hash}`;
export const avatarKey = (avatar: string, side: number): string => `${avatar}-${side}.webp`;
export const avatarKeys = (avatar: string): string[] => SIDES.map((side) => avatarKey(avatar, side));
export const avatarByKey = (key: string): string => key.replace(/-\d+\.webp$/, '');
