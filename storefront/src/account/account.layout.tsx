import { Form, NavLink, Outlet } from 'react-router';

const pages = [
  ['/account', 'Overview'],
  ['/account/orders', 'Orders'],
  ['/account/addresses', 'Addresses'],
  ['/account/cards', 'Cards'],
  ['/account/notifications', 'News'],
  ['/account/email', 'E-mail'],
  ['/account/sign-in', 'Signing in'],
  ['/account/password', 'Password'],
  ['/account/sessions', 'Devices'],
  ['/account/privacy', 'Privacy'],
] as const;

/** What the pages of an account have beside them. Asks for nothing: each page is one operation. */
export default function Account() {
  return (
    <div className="account">
      <nav aria-label="Your account">
        <ul>
          {pages.map(([path, label]) => (
            <li key={path}>
              <NavLink to={path} end={path === '/account'} reloadDocument>
                {label}
              </NavLink>
            </li>
          ))}
          <li>
            <Form method="post" action="/sign-out" reloadDocument>
              <button type="submit">Sign out</button>
            </Form>
          </li>
        </ul>
      </nav>
      <div className="account-page">
        <Outlet />
      </div>
    </div>
  );
}
