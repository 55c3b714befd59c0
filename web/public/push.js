// Shows what the server tells while the console may be closed, and opens it where the notice leads.

self.addEventListener('push', (event) => {
	const told = read(event.data)
	event.waitUntil(
		self.registration.showNotification(told.title || 'Switchboard', {
			body: told.body || '',
			tag: told.tag,
			renotify: Boolean(told.tag && told.loud),
			requireInteraction: Boolean(told.loud),
			icon: '/mark.svg',
			data: { url: told.url },
		}),
	)
})

function read(data) {
	try {
		return data.json()
	} catch {
		return {}
	}
}

self.addEventListener('notificationclick', (event) => {
	event.notification.close()
	event.waitUntil(open(event.notification.data?.url))
})

// An address of another place is not opened: only the console is.
async function open(address) {
	const url = new URL(address || '/notices', self.location.origin)
	const here = url.origin === self.location.origin ? url.href : `${self.location.origin}/notices`
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
	const one = windows.find((w) => w.url === here) ?? windows[0]
	if (!one) return self.clients.openWindow(here)
	await one.focus()
	return one.url === here ? one : one.navigate(here).catch(() => self.clients.openWindow(here))
}
