import { weightsVariable } from '../pretrained/weightsFolder.ts';
import type { RequestHandlers } from './requestHandlers.ts';

/** Processes started from here inherit the environment, and with it where pretrained weights lie. */
export const weightsRequests = (): Pick<RequestHandlers, 'weights/useFolder'> => ({
  async 'weights/useFolder'({ folder }) {
    process.env[weightsVariable] = folder;
    return null;
  },
});
