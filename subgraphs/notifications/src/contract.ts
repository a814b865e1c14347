import { personalData } from '@storegraph/commerce';
import { contract } from '@storegraph/kit';

export const notifications = contract('notifications', { events: {}, commands: { personalData } });
