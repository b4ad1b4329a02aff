// Workspaces and their members: from an invitation to a removal, with and without JavaScript, and the audit log of it.
import { expect, test, type Page } from '@playwright/test';
import { follow, letter } from './letters';
import { PASSWORD, signUpAndIn } from './people';

const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

for (const javaScriptEnabled of [true, false]) {
  test(`invited, joined, made an admin, removed; JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const owner = await (await browser.newContext({ javaScriptEnabled })).newPage();
    const home = await signUpAndIn(owner, `keeper-${javaScriptEnabled}@example.org`);
    const guestAddress = `guest-${javaScriptEnabled}@example.org`;
    await owner.goto(`${home}/settings`);
    await owner.getByRole('main').getByRole('link', { name: 'Members' }).click();
    await expect(owner.getByRole('heading', { level: 1 })).toHaveText('Members');
    const invitations = group(owner, 'Invitations');
    await invitations.getByLabel('E-mail').fill(guestAddress);
    await invitations.getByLabel('Role').selectOption('Viewer');
    await invitations.getByRole('button', { name: 'Send the invitation' }).click();
    await expect(invitations).toContainText(guestAddress);

    const guest = await (await browser.newContext({ javaScriptEnabled })).newPage();
    await follow(guest, await letter(guestAddress, 'asks you into'));
    await expect(guest).toHaveURL(/\/invitation$/);
    await expect(guest.getByRole('heading', { level: 1 })).toContainText('Join');
    await guest.getByLabel('Name').fill('Ada Lovelace');
    await guest.getByLabel('Password').fill(PASSWORD);
    await guest.getByLabel('I accept the').check();
    await guest.getByRole('button', { name: 'Create account and join' }).click();
    await guest.waitForURL(`**${home}/**`);
    await guest.goto(`${home}/settings/members`);
    await expect(guest.getByRole('main')).toContainText('Your role in this workspace does not allow this');

    await owner.goto(`${home}/settings/members`);
    const members = group(owner, 'Members');
    await members.getByText('Change the role of Ada Lovelace').click();
    const row = members.getByRole('listitem').filter({ hasText: guestAddress });
    await row.getByLabel('Role').selectOption('Admin');
    await row.getByRole('button', { name: 'Save the role' }).click();
    await expect(members.getByRole('status')).toHaveText('Saved.');
    await guest.reload();
    await expect(guest.getByRole('main')).toContainText('Owners invite people');

    await members.getByText('Remove Ada Lovelace').first().click();
    await row.getByLabel('Yes, remove Ada Lovelace').check();
    await row.getByRole('button', { name: 'Remove this member' }).click();
    await expect(members).not.toContainText(guestAddress);
    await guest.reload();
    await expect(guest.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');

    await owner.goto(`${home}/settings/audit`);
    await expect(owner.getByRole('status')).toContainText('entries stand as they were written');
    const entries = owner.getByRole('table');
    await expect(entries).toContainText(`removed Ada Lovelace (${guestAddress}) from the workspace`);
    await expect(entries).toContainText('from viewer to admin');
    await owner.context().close();
    await guest.context().close();
  });
}
