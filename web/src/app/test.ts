// Unit tests run in the English catalogue, by a browser that names no region. What is plain logic has no page around it.
import '../words/en'

class Memory {
	#all = new Map<string, string>()
	getItem = (key: string) => this.#all.get(key) ?? null
	setItem = (key: string, value: string) => void this.#all.set(key, value)
	removeItem = (key: string) => void this.#all.delete(key)
	clear = () => this.#all.clear()
}

const given = (name: string, value: unknown) =>
	Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })

if (!globalThis.navigator) given('navigator', {})
Object.defineProperty(globalThis.navigator, 'languages', { value: ['en'], configurable: true })
if (!globalThis.localStorage) given('localStorage', new Memory())
if (!globalThis.sessionStorage) given('sessionStorage', new Memory())
