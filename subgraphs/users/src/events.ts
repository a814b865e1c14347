export interface UserRegistered {
  userId: string;
  email: string;
  displayName: string;
  verificationToken: string;
}
export type EmailVerificationRequested = UserRegistered;
export interface PasswordResetRequested {
  userId: string;
  email: string;
  displayName: string;
  resetToken: string;
}
