import { shown } from '../action/key'

/** KeyHint shows a key beside the word of what it does. Screen readers hear of keys in the list of shortcuts. */
export function KeyHint({ hotkey, className = '' }: { hotkey: string; className?: string }) {
	return (
		<span aria-hidden="true" className={`flex-none text-ink-3 pointer-coarse:hidden ${className}`}>
			<kbd className="border-line!">{shown(hotkey)}</kbd>
		</span>
	)
}
