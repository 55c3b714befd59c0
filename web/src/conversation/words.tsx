import { useState } from 'react'
import { Button } from '../ui/button'
import { t } from '../words/catalogue'
import { pieces } from './links'
import { directionOf } from './matter'
import { fold } from './quote'

/** Plain shows somebody's words as text: addresses as links that say where they lead, turning signs as marks. */
export function Plain({ text }: { text: string }) {
	return pieces(text).map((piece, i) => {
		// Pieces of one text never change places.
		const key = `${i}`
		if (piece.is === 'text') return <span key={key}>{piece.text}</span>
		if (piece.is === 'mark')
			return (
				<abbr
					key={key}
					title={t('message.bidi', { code: piece.code })}
					className="text-12 text-ink-3 no-underline"
				>
					[{piece.code}]
				</abbr>
			)
		return (
			<a
				key={key}
				href={piece.href}
				target="_blank"
				rel="noopener noreferrer nofollow ugc"
				title={t('message.link', { host: piece.host })}
				className="break-all text-cord underline underline-offset-2"
			>
				{piece.href.replace(/^https?:\/\//, '')}
			</a>
		)
	})
}

/** Words are what somebody said, in its own language and direction. Quoted text at the end is folded. */
export function Words({ text, lang }: { text: string; lang?: string | undefined }) {
	const [whole, setWhole] = useState(false)
	const { own, quoted } = fold(text)
	return (
		<>
			<p
				dir={directionOf(text)}
				lang={lang || undefined}
				className="text-14 break-words whitespace-pre-wrap max-rail:text-15 max-rail:leading-[22px]"
			>
				<Plain text={own} />
			</p>
			{quoted && (
				<Button
					look="quiet"
					size="small"
					icon={whole ? 'up' : 'down'}
					aria-expanded={whole}
					onClick={() => setWhole(!whole)}
				>
					{t('message.quoted')}
				</Button>
			)}
			{quoted && whole && (
				<blockquote
					dir="auto"
					className="border-s-2 border-line ps-3 text-13 break-words whitespace-pre-wrap text-ink-2"
				>
					<Plain text={quoted} />
				</blockquote>
			)}
		</>
	)
}
