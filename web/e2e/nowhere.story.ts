import { expect, test } from 'vitest'
import { everyLook, looks, wear } from './browser'
import { Stage } from './stage'

const stage = new Stage('--departments', 'service')
const phone = looks.find((l) => l.width === 390) ?? { theme: 'light' as const, width: 390, height: 844 }

test.each([
	['/c/cnv_nothing', 'No such conversation.'],
	['/c/cnv_06h06f7rjnt65atmb7e8q6vgar', 'No such conversation.'],
	['/people/x', 'There is no such person here.'],
	['/networks/x', 'There is no such account.'],
	['/networks/new/pigeon', 'There is no such network here.'],
	['/on-call/nobody', 'There is no such department.'],
	['/v/nonsense', 'There is no such list.'],
	['/v/team-nobody', 'There is no such list.'],
	['/nonsense', 'There is no such page.'],
	['/networks/new/email/further', 'There is no such page.'],
])('%s says what is missing, and leads to my work, on a phone too', async (path, missing) => {
	const { context, page, complaints } = await stage.signIn(path)
	const way = page.locator('#main, section').getByRole('link', { name: 'Go to my work' })
	await page.getByText(missing).first().waitFor()
	await page.getByRole('navigation', { name: 'Main' }).first().waitFor()
	if (path === '/c/cnv_nothing' || path === '/nonsense')
		expect(await everyLook(page, `missing${path.replaceAll('/', '-')}`)).toEqual([])
	await wear(page, phone)
	await page.getByText(missing).last().waitFor()
	expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
	await way.last().click()
	await page.waitForURL(`${stage.server.base}/v/mine`)
	expect(complaints.all()).toEqual([])
	await context.close()
})
