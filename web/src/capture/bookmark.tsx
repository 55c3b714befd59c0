import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api, ask } from '../api/client'
import { Icon } from '../ui/icon'
import { said } from '../ui/trouble'
import { t } from '../words/catalogue'

/** Bookmark is what brings in a post from any page in one step: a link that is dragged into the bookmarks. */
export function Bookmark() {
	const { data, error } = useQuery({
		queryKey: ['captures', 'bookmarklet'],
		queryFn: () => ask(api.GET('/api/v1/captures/bookmarklet')),
		retry: false,
	})
	// React refuses to draw addresses that begin with javascript:, and here nothing else will do.
	const drawn = useCallback(
		(link: HTMLAnchorElement | null) => link?.setAttribute('href', data?.address ?? ''),
		[data?.address],
	)
	return (
		<section className="flex flex-col items-start gap-2 border-t border-line pt-4">
			<h2 className="text-15 font-semibold">{t('capture.bookmark')}</h2>
			{data && (
				<>
					<p className="text-ink-2">{t('capture.bookmarkHelp')}</p>
					{/* biome-ignore lint/a11y/useValidAnchor: it is for dragging; pressed here it only says so */}
					<a
						ref={drawn}
						href="#bookmark"
						draggable
						title={t('capture.bookmarkDrag')}
						onClick={(e) => e.preventDefault()}
						className="inline-flex h-10 cursor-grab items-center gap-2 rounded-control border border-dashed border-line-strong px-4 font-semibold"
					>
						<Icon name="grip" />
						{t('capture.bookmarkWord')}
					</a>
				</>
			)}
			{error && (
				<p className="text-ink-2">
					{said(error).what} {said(error).how}
				</p>
			)}
		</section>
	)
}
