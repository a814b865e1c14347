import type { WebPage, WebPageAnswer } from '@storegraph/kit';
import {
  completeRegistration,
  confirmEmailChange,
  forgotPassword,
  resendVerification,
  resetPassword,
  signIn,
  undoEmailChange,
  verifyEmail,
} from './account.pages.ts';
import { failure, style } from './layout.ts';
import { orderPage } from './order.pages.ts';
import { statusOf } from './page.ts';

const inWords =
  (show: WebPage['get']): WebPage['get'] =>
  async (request): Promise<WebPageAnswer> => {
    try {
      return await show(request);
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) throw error;
      return failure(status);
    }
  };

/** What mails link to where there is no storefront. All of it goes through the graph, as any client does. */
export const pages = {
  list: [
    verifyEmail,
    completeRegistration,
    resendVerification,
    resetPassword,
    forgotPassword,
    signIn,
    confirmEmailChange,
    undoEmailChange,
    orderPage,
  ].map(({ path, get, post }) => ({
    path,
    get: inWords(get),
    post: inWords(post),
  })),
  style,
  failure,
};
