import { useState } from 'react'
import { t } from '../words/catalogue'
import { Button } from './button'

/** Copyable is a line of text that is meant to be taken elsewhere, with the button that does. */
export function Copyable({ text, label }: { text: string; label?: string }) {
	const [copied, set] = useState(false)
	const copy = () =>
		void navigator.clipboard.writeText(text).then(
			() => set(true),
			() => set(false), // without leave of the browser it can still be selected by hand
		)
	return (
		<div className="flex min-w-0 items-center gap-2 rounded-control bg-sunken py-1 ps-3 pe-1 shadow-[inset_0_0_0_1px_var(--line)]">
			<code className="min-w-0 flex-1 font-mono text-12 break-all select-all">{text}</code>
			<Button
				look="quiet"
				size="small"
				icon={copied ? 'tick' : 'copy'}
				onClick={copy}
				aria-label={label && `${t('setup.copy')}: ${label}`}
			>
				{copied ? t('setup.copied') : t('setup.copy')}
			</Button>
			<span role="status" className="sr-only">
				{copied && t('setup.copied')}
			</span>
		</div>
	)
}
