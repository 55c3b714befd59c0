import { api, ask } from '../api/client'

/** Whether this browser can be told at all, and whether its person allows it. */
export function pushable(): 'yes' | 'cannot' | 'denied' {
	if (!('serviceWorker' in navigator) || !('PushManager' in window) || !window.isSecureContext)
		return 'cannot'
	return Notification.permission === 'denied' ? 'denied' : 'yes'
}

/** bytesOf reads base64url. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
	return Uint8Array.from(plain, (c) => c.charCodeAt(0))
}

/** wordOf writes base64url, without padding. */
export function wordOf(bytes: ArrayBuffer | null): string {
	const plain = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)))
	return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** subscribe has this browser told. It asks its person first. */
export async function subscribe(publicKey: string): Promise<void> {
	const worker = await navigator.serviceWorker.register('/push.js')
	await navigator.serviceWorker.ready
	const made = await worker.pushManager.subscribe({
		userVisibleOnly: true,
		applicationServerKey: bytesOf(publicKey),
	})
	await ask(
		api.POST('/api/v1/me/push-subscriptions', {
			body: {
				endpoint: made.endpoint,
				p256dh: wordOf(made.getKey('p256dh')),
				auth: wordOf(made.getKey('auth')),
				name: browserName(navigator.userAgent),
			},
		}),
	)
}

/** browserName is what people call a browser. */
export function browserName(agent: string): string {
	const brand = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0] ?? ''
	const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? ''
	const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' }
	return [names[brand] ?? brand, system].filter(Boolean).join(', ')
}
