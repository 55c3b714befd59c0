import { shown } from '../action/key'

/**
 * KeyHint shows the key of what it stands beside, where there are keys. Screen readers hear of it by aria-keyshortcuts
 * and in the list of shortcuts, not as a letter.
 */
export function KeyHint({ hotkey, className = '' }: { hotkey: string; className?: string }) {
	return (
		<span aria-hidden="true" className={`flex-none max-rail:hidden pointer-coarse:hidden ${className}`}>
			<kbd>{shown(hotkey)}</kbd>
		</span>
	)
}
